"""What people do with what the pipeline proposes: decisions, corrections, referrals, their clocks and their texts. Pure.

State machines take what stands and what a post asks for, and answer with an outcome as a value; the store writes it.
"""
