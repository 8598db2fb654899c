from dataclasses import dataclass


@dataclass(frozen=True)
class Confidence:
    value: float
    parts: tuple = ()
def judge(*a): return Confidence(0.1)
