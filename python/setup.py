"""A wheel with the program in it is for one kind of system, and has the command `tenas`; one without is for all."""

import pathlib

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel

BUNDLES_PROGRAM = pathlib.Path(__file__).with_name("src").joinpath("tenas", "bin", "tenas").exists()


class Package(Distribution):
    """The package, which the program makes one for a kind of system as an extension module would."""

    def has_ext_modules(self):
        """Say whether there is something for one system only."""
        return BUNDLES_PROGRAM


class Wheel(bdist_wheel):
    """Names the system, but no version of Python: the program is linked with none."""

    def get_tag(self):
        """Give the tags of Python, of its binary interface, and of the system."""
        _, _, system = super().get_tag()
        return "py3", "none", system


setup(
    distclass=Package,
    cmdclass={"bdist_wheel": Wheel},
    entry_points={"console_scripts": ["tenas = tenas.command:main"]} if BUNDLES_PROGRAM else {},
)
