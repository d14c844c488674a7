"""Training-free neural architecture search: score cells, and measure how well the scores rank them.

The program `tenas` computes; this package runs it, and reads its files into DataFrames.

```python
import tenas

scores = tenas.score(sample=100)                        # a row a cell: kappa, regions, parameters, flops
tenas.correlate(scores, "table.h5", dataset="cifar10")  # Kendall's tau with test accuracy
mine = {index: my_metric(tenas.cell(index)) for index in scores.index}
tenas.validate(mine, "table.h5")                        # the same for a metric of one's own, and more
```
"""

from . import naslib, own_scores, program
from .accuracy_table import table
from .agreement import correlate, validate
from .cells import Cell, cell
from .combination import Combination, combine
from .errors import Exit, TenasError
from .metric_table import metrics
from .ranks import rank, rank_sum
from .runs import read_run
from .scoring import score

__version__ = "0.3.0"

__all__ = [
    "Cell",
    "Combination",
    "Exit",
    "TenasError",
    "cell",
    "combine",
    "correlate",
    "metrics",
    "naslib",
    "own_scores",
    "program",
    "rank",
    "rank_sum",
    "read_run",
    "score",
    "table",
    "validate",
]
