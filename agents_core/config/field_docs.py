"""What stands under the fields of tables, for editors.

pydantic can read it as well, but would at every start, from the source of each class; nothing but
the schema for editors needs it.
"""

import ast
import inspect
from itertools import pairwise
from textwrap import dedent
from typing import Any

from pydantic import BaseModel


def describe(definition: dict[str, Any], table: type[BaseModel]) -> None:
    """Put the words under the fields of `table` into its JSON Schema."""
    docs = field_docs(table)
    properties = definition["properties"]
    for name in properties.keys() & docs.keys():
        properties[name] = dict(sorted({**properties[name], "description": docs[name]}.items()))


def field_docs(table: type[BaseModel]) -> dict[str, str]:
    """Return the docstring under each field by the field's name, inherited ones included."""
    docs: dict[str, str] = {}
    for owner in reversed(table.__mro__):
        if issubclass(owner, BaseModel) and owner is not BaseModel:
            docs |= _docs_in(owner)
    names = {name: field.alias or name for name, field in table.model_fields.items()}
    return {names[name]: text for name, text in docs.items() if name in names}


def _docs_in(owner: type) -> dict[str, str]:
    (tree,) = ast.parse(dedent(inspect.getsource(owner))).body
    assert isinstance(tree, ast.ClassDef)
    docs = {}
    for field, below in pairwise(tree.body):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                docs[name] = inspect.cleandoc(text)
    return docs
