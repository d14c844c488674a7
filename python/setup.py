"""A wheel with the program in it is for one kind of system, and has the command `tenas`; one without is for all."""

import pathlib

from setuptools import setup
from setuptools.command.bdist_wheel import bdist_wheel

BUNDLES_PROGRAM = pathlib.Path(__file__).with_name("src").joinpath("tenas", "bin", "tenas").exists()


class Wheel(bdist_wheel):
    """Names the system, but no Python: the program is linked with none."""

    def finalize_options(self):
        """Say that there is something for one system only."""
        super().finalize_options()
        self.root_is_pure = not BUNDLES_PROGRAM

    def get_tag(self):
        """Give the tags of Python, of its binary interface, and of the system."""
        _, _, system = super().get_tag()
        return "py3", "none", system


setup(
    cmdclass={"bdist_wheel": Wheel},
    entry_points={"console_scripts": ["tenas = tenas.command:main"]} if BUNDLES_PROGRAM else {},
)
