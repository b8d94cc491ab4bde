"""The worked cases beside the law: reading them, running them, and saying where law and oracle part."""

from licet.casework.cases import Case, CaseResult, read_cases, run_case

__all__ = ["Case", "CaseResult", "read_cases", "run_case"]
