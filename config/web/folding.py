"""The one way to order and search names: in lower case, umlauts written out, accents left off.

The embedded server has no German collation; without this, Ä would stand after Z.
"""

from django.db.models import F, Func, GeneratedField, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

_FOLDS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))
_ACCENTED = "àáâãåąçćčďèéêëęěìíîïłñńňòóôõőøřśšşťùúûűůýÿźżž"
_PLAIN = "aaaaaacccdeeeeeeiiiilnnnoooooorssstuuuuuyyzzz"


def folded(expression: Combinable) -> Func:
    """Return the SQL of a text in lower case with its umlauts written out, for search and order."""
    result: Func = Lower(expression, output_field=TextField())
    for letter, written in _FOLDS:
        result = Replace(result, _text(letter), _text(written), output_field=TextField())
    return result


def name_key(name: str) -> Func:
    """Return the SQL of the key by which a list of names is ordered: É stands beside E."""
    return Func(
        folded(F(name)), _text(_ACCENTED), _text(_PLAIN), function="TRANSLATE", output_field=TextField()
    )


def sort_name(name: str = "name") -> GeneratedField:
    """Return a column that PostgreSQL keeps: the key of the row's name, to order and page by."""
    return GeneratedField(expression=name_key(name), output_field=TextField(), db_persist=True)


def _text(text: str) -> Value:
    return Value(text, output_field=TextField())
