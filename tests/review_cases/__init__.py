"""For every rule of the review, a plan that makes it speak and one that looks alike and must not."""

from review_cases.building import CONTEXT, Case, applied, context, rules_of
from review_cases.clean import CLEAN
from review_cases.order_and_law import CASES as ORDER_AND_LAW
from review_cases.people_and_plan import CASES as PEOPLE_AND_PLAN
from review_cases.quantities import CASES as QUANTITIES
from review_cases.times import CASES as TIMES
from review_cases.words import CASES as WORDS

CASES = (*TIMES, *QUANTITIES, *ORDER_AND_LAW, *PEOPLE_AND_PLAN, *WORDS)

__all__ = ["CASES", "CLEAN", "CONTEXT", "Case", "applied", "context", "rules_of"]
