"""How the pages are built: `make docs`. No step needs the network, nor do the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.statemachine import StringList
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

import geodist

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

project = "geodist"
author = "The geodist developers"
project_copyright = author
version = release = geodist.__version__

extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx_copybutton",
    "sphinx_gallery.gen_gallery",
]
exclude_patterns = ["plots"]
templates_path = ["_templates"]
default_role = "py:obj"
highlight_options = {"python": {"stripnl": True}}  # the empty line that may end a doctest
python_display_short_literal_types = True

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autosummary_generate = True
autodoc_typehints = "none"
numpydoc_show_class_members = False

copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

sphinx_gallery_conf = {
    "examples_dirs": "plots",
    "gallery_dirs": "gallery",
    "within_subsection_order": "FileNameSortKey",
    "abort_on_example_error": True,
    "capture_repr": (),
    "notebook_extensions": set(),
    "download_all_examples": False,
    "min_reported_time": 1e9,
    "show_memory": False,
    "show_signature": False,
    "write_computation_times": False,
    "image_scrapers": ("matplotlib",),
    "matplotlib_animations": False,
}

html_theme = "furo"
html_title = f"geodist {release}"
html_static_path = ["_static"]
html_css_files = ["geodist.css"]
html_copy_source = False
html_show_sphinx = False
html_math_renderer = "mathml"
html_theme_options = {"navigation_with_keys": True}


def _mathml(latex: str, *, block: bool) -> str:
    """Translate a formula; browsers leave the spaces around sin, cos and their like to the page."""
    try:
        formula = str(tex2mathml(latex, as_block=block))
    except MathError as error:
        logger.warning("%s: %s", latex, error)  # make docs fails on warnings
        return ""
    space = '<mspace width="0.17em"></mspace>'
    name = r"<mi>[a-z0-9]{2,}</mi>"
    function = rf"({name})\s*<mo>&ApplyFunction;</mo>|(<msup>\s*{name}\s*<mn>\d</mn>\s*</msup>)"
    return re.sub(function, rf"{space}\1\2{space}", formula)


def _inline_math(writer: HTML5Translator, node: nodes.math) -> None:
    writer.body.append(_mathml(node.astext(), block=False))
    raise nodes.SkipNode


def _block_math(writer: HTML5Translator, node: nodes.math_block) -> None:
    writer.body.append(f'<div class="math">{_mathml(node.astext(), block=True)}</div>')
    raise nodes.SkipNode


def _without_self(*event: Any) -> tuple[str, str] | None:
    """Leave out what a compiled method's signature begins with."""
    signature, returns = event[-2:]
    return signature and (re.sub(r"^\(self(, )?", "(", signature), returns)


class EllipsoidTable(SphinxDirective):
    """All names of ellipsoids: a table that cannot fall behind the library."""

    def run(self) -> list[nodes.Node]:
        lines = [
            "| name | in PROJ | in EPSG | EPSG code | a, metres | 1/f |",
            "| --- | --- | --- | --: | --: | --: |",
        ]
        for entry in geodist.ellipsoids():
            a, f = entry.ellipsoid.a, entry.ellipsoid.f
            names = [f"`{name}`" if name else "" for name in (entry.proj, entry.epsg_name)]
            numbers = [str(entry.epsg or ""), f"{a:.10g}", f"{1 / f:.12g}" if f else ""]
            lines.append(f"| `{entry.name}` | {' | '.join(names + numbers)} |")
        return self.parse_text_to_nodes(StringList(lines, "geodist.ellipsoids"))


def setup(app: Sphinx) -> None:
    app.add_directive("ellipsoid-table", EllipsoidTable)
    app.connect("autodoc-process-signature", _without_self)
    # Browsers draw MathML themselves, without a script from somewhere.
    app.add_html_math_renderer("mathml", (_inline_math, None), (_block_math, None))
