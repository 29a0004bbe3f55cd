"""Where the key service is. Apart from its client, so that reading the settings loads no HTTP library."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TransitSettings:
    """`token_file` is read anew for each question, since an agent may renew it. `timeout` in seconds."""

    url: str
    key: str
    token_file: str
    mount: str = "transit"
    namespace: str = ""
    ca_file: str = ""
    timeout: float = 5.0
