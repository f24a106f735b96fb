"""The data package: what the facts are and how they are kept."""

from data.errors import DataError
from data.load import Dataset, build_dataset, load_dataset

__all__ = ["DataError", "Dataset", "build_dataset", "load_dataset"]
