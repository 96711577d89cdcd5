"""Open data of a plan's follow-up: flat tables with stable columns, each column with what it says and whence it comes.

Only what pages show, made of the same public reads: nothing personal, nothing reserved, nothing that is not out yet.
Columns are only ever added, at the end. Keys are English and stable; values are plain (ISO dates, numbers, codes).
"""

from rinde.capabilities.followup.datasets.catalogue import DATASETS, Dataset, dictionary_table
from rinde.capabilities.followup.datasets.tables import dataset_table

__all__ = ["DATASETS", "Dataset", "dataset_table", "dictionary_table"]
