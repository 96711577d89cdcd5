"""A year of follow-up in Villa Aurora: what the offices told, what planning noted, what internal control judged."""

from rinde.sites.desk.demo.follow_up.year import FollowedYear

__all__ = ["FollowedYear"]
