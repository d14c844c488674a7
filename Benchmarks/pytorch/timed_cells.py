"""The fixed set of `tenas bench`: a uniform sample among cells that have a path."""

CELLS = [
    3684, 6403, 15438, 13824, 14795, 7626, 1922, 6474, 2385, 5576, 9230, 9954,
    15557, 14525, 8839, 15314, 7402, 2925, 5829, 12693, 202, 15196, 9565, 10908,
]  # fmt: skip
