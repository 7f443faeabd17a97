"""YAML read safely: no objects, and no key of a mapping twice."""

from typing import Any

import yaml


class NotYamlError(ValueError):
    """A text that is no YAML; the message says where."""


class _Loader(yaml.SafeLoader):
    """Reads what JSON could say as well."""

    def compose_mapping_node(self, anchor: Any) -> Any:
        """Read a mapping, before anything is merged into it."""
        node: Any = super().compose_mapping_node(anchor)
        seen = set[str]()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    place = _place(key.start_mark)
                    raise NotYamlError(f"{place}: the key {key.value!r} stands twice in a mapping")
                seen.add(key.value)
        return node


def load(text: str) -> Any:
    """Read a document.

    Raises:
        NotYamlError: It is none, or several.
    """
    try:
        return yaml.load(text, _Loader)  # noqa: S506 (it is a safe one)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        told = error.problem or error.context
        raise NotYamlError(f"{_place(mark)}: not YAML: {told}") from error
    except yaml.YAMLError as error:
        raise NotYamlError(f"not YAML: {str(error).splitlines()[0]}") from error
    except NotYamlError:
        raise
    except (AttributeError, LookupError, ValueError) as error:  # `!!int x`, the 32nd of a month
        raise NotYamlError(f"not YAML: a value is none of its type: {error}") from error


def _place(mark: Any) -> str:
    return f"line {mark.line + 1}, column {mark.column + 1}"
