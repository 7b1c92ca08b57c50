"""Packages that do not run in a page: a cell may import them, and who computes with them is told.

Of such a package every name is there, as a class that is nothing's type and refuses everything
else. So the modules of bplib load, and what needs no array runs as it is.
"""

import importlib.abc
import importlib.machinery
import math
import sys
import types

ABSENT = {"numpy": "NumPy", "scipy": "SciPy", "matplotlib": "matplotlib",
          "matplotlib_inline": "matplotlib", "sklearn": "scikit-learn", "tqdm": "tqdm",
          "IPython": "IPython", "bplib.draw": "matplotlib"}
REFUSED = ("add radd sub rsub mul rmul matmul rmatmul truediv rtruediv pow rpow neg abs lt le gt "
           "ge len iter getitem contains float int index complex format").split()


class NeedsPackage(Exception):
    """The name of a package that does not run in a page, "NumPy" for example."""


class Name(type):
    """The type of everything in an absent package, and of everything that it would have made."""

    def __new__(cls, package, bases=(), body=()):
        return super().__new__(cls, package, bases, dict(body))

    def __init__(cls, package, bases=(), body=()):
        cls.package = bases[0].package if bases else package

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Name(cls.package)

    def __call__(cls, *args, **kwargs):
        # what a module of bplib makes while it loads, it may never use
        caller = sys._getframe(1)
        if caller.f_code.co_name == "<module>" and caller.f_globals["__name__"] != "__main__":
            return Name(cls.package)
        raise NeedsPackage(cls.package)


def _refuse(cls, *args):
    raise NeedsPackage(cls.package)


for _name in REFUSED:
    setattr(Name, f"__{_name}__", _refuse)


class Math(str):
    def _repr_latex_(self):
        return f"$\\displaystyle {self}$"


class Markdown(str):
    def _repr_markdown_(self):
        return str(self)


# what the modules of bplib need while they load, and what shows a formula
PRESENT = {"numpy": {"inf": math.inf, "nan": math.nan, "pi": math.pi, "e": math.e,
                     "finfo": lambda dtype: types.SimpleNamespace(eps=2.0 ** -52)},
           "IPython.display": {"Math": Math, "Markdown": Markdown}}


class Module(types.ModuleType):
    def __getattr__(self, name):
        if name == "__all__":                       # from numpy import *
            raise NeedsPackage(self.package)
        if name.startswith("__"):
            raise AttributeError(name)
        return Name(self.package)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules of absent packages."""

    def find_spec(self, name, path, target=None):
        if package_of(name):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return Module(spec.name)

    def exec_module(self, module):
        module.package = package_of(module.__name__)
        vars(module).update(PRESENT.get(module.__name__, {}))


def package_of(module):
    """The name, for readers, of the absent package that a module belongs to; None for another."""
    return next((name for package, name in ABSENT.items()
                 if f"{module}.".startswith(f"{package}.")), None)


def install():
    sys.meta_path.insert(0, Finder())
