"""From a Python function to the JSON Schema a model fills in, and back to a call."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from inspect import Parameter
from types import GenericAlias
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.fields import FieldInfo

from agents_core.agents.run_context import RunContextWrapper
from agents_core.errors import UserError
from agents_core.tools.function_docs import (
    DocstringStyle,
    FuncDocumentation,
    generate_func_documentation,
)
from agents_core.tools.strict_schema import ensure_strict_json_schema


@dataclass
class FuncSchema:
    """What a model must know to call a function, and what we must know to make the call."""

    name: str
    description: str | None
    params_pydantic_model: type[BaseModel]
    """Validates the arguments."""
    params_json_schema: dict[str, Any]
    """What the model fills in."""
    signature: inspect.Signature
    takes_context: bool = False
    """Whether the first parameter is the context, which the model never sees."""
    strict_json_schema: bool = True

    def to_call_args(self, data: BaseModel) -> tuple[list[Any], dict[str, Any]]:
        """Return the positional and the keyword arguments of a call, without the context."""
        positional: list[Any] = []
        keywords: dict[str, Any] = {}
        by_name = False
        for parameter in _model_parameters(self.signature, self.takes_context):
            value = getattr(data, _field_name(parameter.name))
            if parameter.kind is Parameter.VAR_POSITIONAL:
                positional.extend(value or ())
                by_name = True
            elif parameter.kind is Parameter.VAR_KEYWORD:
                keywords.update(value or {})
            elif by_name or parameter.kind is Parameter.KEYWORD_ONLY:
                keywords[parameter.name] = value
            else:
                positional.append(value)
        return positional, keywords


def function_schema(
    func: Callable[..., Any],
    docstring_style: DocstringStyle | None = None,
    name_override: str | None = None,
    description_override: str | None = None,
    use_docstring_info: bool = True,
    strict_json_schema: bool = True,
) -> FuncSchema:
    """Describe a function by its signature and docstring.

    Args:
        func: the function; a first parameter annotated as context is left out.
        docstring_style: how its parameters are documented; guessed unless given.
        name_override: in place of the function's name.
        description_override: in place of the docstring's text.
        use_docstring_info: whether to read the docstring at all.
        strict_json_schema: whether the model must name every parameter and no other.

    Raises:
        UserError: the context is not the first parameter, or a type has no strict schema.
    """
    docs = (
        generate_func_documentation(func, docstring_style)
        if use_docstring_info
        else FuncDocumentation(func.__name__, None)
    )
    name = name_override or docs.name
    signature = inspect.signature(func)
    hints = get_type_hints(func, include_extras=True)
    takes_context = _takes_context(signature, hints, name)
    fields = {
        _field_name(parameter.name): _model_field(
            parameter, hints.get(parameter.name, Any), docs.param_descriptions.get(parameter.name)
        )
        for parameter in _model_parameters(signature, takes_context)
    }
    model = _arguments_model(name, fields)
    return FuncSchema(
        name=name,
        description=description_override or docs.description,
        params_pydantic_model=model,
        params_json_schema=_json_schema(model, strict_json_schema),
        signature=signature,
        takes_context=takes_context,
        strict_json_schema=strict_json_schema,
    )


def _arguments_model(name: str, fields: dict[str, Any]) -> type[BaseModel]:
    """Return the pydantic model that validates a call's arguments."""
    config = ConfigDict(protected_namespaces=())
    model: type[BaseModel] = create_model(f"{name}_args", __config__=config, **fields)
    return model


def _json_schema(model: type[BaseModel], strict: bool) -> dict[str, Any]:
    """Return what the model fills in; unnamed keys are refused in either mode."""
    schema = model.model_json_schema()
    if strict:
        return ensure_strict_json_schema(schema)
    return {"additionalProperties": False, **schema}


def _takes_context(signature: inspect.Signature, hints: dict[str, Any], name: str) -> bool:
    """Say whether the first parameter is the context.

    Raises:
        UserError: another parameter is.
    """
    positions = [
        position
        for position, parameter in enumerate(signature.parameters)
        if _is_context(hints.get(parameter))
    ]
    if any(position > 0 for position in positions):
        raise UserError(
            f"RunContextWrapper/ToolContext param found at non-first position in function {name}. "
            "Make it the first parameter."
        )
    return bool(positions)


def _is_context(hint: Any) -> bool:
    """Say whether an annotation means the context."""
    cls = get_origin(hint) or hint
    return isinstance(cls, type) and issubclass(cls, RunContextWrapper)


def _model_parameters(signature: inspect.Signature, takes_context: bool) -> Iterable[Parameter]:
    """Return the parameters a model fills in."""
    return list(signature.parameters.values())[1 if takes_context else 0 :]


def _field_name(parameter: str) -> str:
    """Return the pydantic field of a parameter; some names are pydantic's own."""
    is_taken = parameter.startswith("_") or hasattr(BaseModel, parameter)
    return f"parameter_{parameter}" if is_taken else parameter


def _model_field(parameter: Parameter, hint: Any, documented: str | None) -> tuple[Any, FieldInfo]:
    """Return type and field of a parameter; what the code says of it goes before its docstring."""
    base = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    known: dict[str, Any] = {}
    if (description := _description(hint, documented)) is not None:
        known["description"] = description
    if _field_name(parameter.name) != parameter.name:
        known["alias"] = parameter.name
    field: Any
    if parameter.kind is Parameter.VAR_POSITIONAL:
        hint, field = GenericAlias(list, base), Field(default_factory=list, **known)
    elif parameter.kind is Parameter.VAR_KEYWORD:
        hint, field = GenericAlias(dict, (str, base)), Field(default_factory=dict, **known)
    elif isinstance(parameter.default, FieldInfo):
        field = FieldInfo.merge_field_infos(FieldInfo(**known), parameter.default)
    elif parameter.default is Parameter.empty:
        field = Field(**known)
    else:
        field = Field(default=parameter.default, **known)
    return hint, field


def _description(hint: Any, documented: str | None) -> str | None:
    """Return what is said of a parameter; None when its own `Field` in `Annotated` says it."""
    metadata = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    for each in metadata:
        if isinstance(each, str):
            return each
        if isinstance(each, FieldInfo) and each.description is not None:
            return None
    return documented
