"""Villa Aurora: a fictional town's org chart, people and plans, made with the operations that its people would use."""

from rinde.sites.desk.demo.people import PEOPLE, People, read_people_file, write_people_file
from rinde.sites.desk.demo.story import DEMO_SLUG, load_demo

__all__ = ["DEMO_SLUG", "PEOPLE", "People", "load_demo", "read_people_file", "write_people_file"]
