"""Who is away, who acts for them meanwhile, and what that lets them do (A4). The verbs are in people/workflow."""
