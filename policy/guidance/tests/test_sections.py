"""A long page in parts."""

from policy.guidance.sections import Section, sections


def test_each_heading_of_the_second_level_begins_a_part():
    text = "Hello.\n\n## For *pupils* ##\n\nBe kind.\n\n### More\n\nx\n## Parents\ny"
    assert sections(text) == [
        Section("", "", "Hello.\n\n"),
        Section("part-1", "For pupils", "## For *pupils* ##\n\nBe kind.\n\n### More\n\nx\n"),
        Section("part-2", "Parents", "## Parents\ny"),
    ]


def test_without_headings_it_is_one_part_and_without_words_none():
    assert sections("Just this.") == [Section("", "", "Just this.")]
    assert sections("  \n") == []
    assert [part.label for part in sections("## One\n\nx")] == ["One"]


def test_no_word_is_lost():
    text = "a\n## b\n#c\n## \nd\n##e"
    assert "".join(part.body for part in sections(text)) == text


def test_a_long_odd_heading_takes_no_time():
    assert len(sections("## " + "# " * 30_000 + "x")) == 1
