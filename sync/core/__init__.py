"""The judgement itself: pure functions over plain values, with no clock, file
or network.
"""
