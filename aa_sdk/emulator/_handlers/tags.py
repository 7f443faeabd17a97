"""Operations on the tags of analyzers."""

from collections.abc import Mapping

from aa_sdk.emulator._account.entities import Analyzer
from aa_sdk.emulator._account.world import Quotas
from aa_sdk.emulator._handlers.call import Call, Output
from aa_sdk.emulator._protocol.errors import invalid_field, not_found

LONGEST_KEY = 128
LONGEST_VALUE = 256


def check_tags(tags: Mapping[str, str], quotas: Quotas) -> None:
    """Raise the error response for tags that an analyzer may not have.

    Raises:
        ErrorResponse: There are too many, a key or value is too long, or a key is reserved.
    """
    if len(tags) > quotas.tags:
        raise invalid_field("tags", f"must have at most {quotas.tags} entries")
    for key, value in tags.items():
        if not 1 <= len(key) <= LONGEST_KEY:
            raise invalid_field("tags", f"must have keys of 1 to {LONGEST_KEY} characters")
        if len(value) > LONGEST_VALUE:
            raise invalid_field(f"tags.{key}", f"must have at most {LONGEST_VALUE} characters")
        if key.lower().startswith("aws:"):
            raise invalid_field(f"tags.{key}", "must not start with aws:")


def list_tags_for_resource(call: Call) -> Output:
    """Return the tags of an analyzer."""
    return {"tags": _tagged(call).tags}


def tag_resource(call: Call) -> Output:
    """Add tags to an analyzer, or give them other values."""
    analyzer = _tagged(call)
    tags = {**analyzer.tags, **call.params["tags"]}
    check_tags(tags, call.world.quotas)
    analyzer.tags = tags
    return {}


def untag_resource(call: Call) -> Output:
    """Take tags off an analyzer; keys it does not have are passed over."""
    analyzer = _tagged(call)
    gone = frozenset(call.params["tagKeys"])
    analyzer.tags = {key: value for key, value in analyzer.tags.items() if key not in gone}
    return {}


def _tagged(call: Call) -> Analyzer:
    arn: str = call.params["resourceArn"]
    if ":analyzer/" not in arn:
        raise not_found(arn, "Analyzer")
    analyzer = call.scope.analyzers.get(call.name_in(arn))
    if analyzer is None:
        raise not_found(arn, "Analyzer")
    return analyzer
