# Find Python, bring .venv up to the lock, and set $root and $python; sourced by the commands beside it.
# $kind is "runtime" (the default) or "dev". CATALOG_VENV names a ready environment that is used as it is.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
# Without compiled modules every start would read all sources anew: twice the time to the first page.
unset PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

find_python() {
    for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3.14 python3 python; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        if "$candidate" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer is missing: install it (Debian, Ubuntu: apt-get install python3 python3-venv)," \
        "or name it (PYTHON=/path/to/python3.11 $0)." >&2
    exit 2
}

base=$(find_python) || exit 2
venv=${CATALOG_VENV:-$root/.venv}
python=$venv/bin/python
"$base" -I "$root/script/bootstrap.py" "${kind:-runtime}" || exit $?
