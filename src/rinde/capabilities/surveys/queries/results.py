"""What was answered, counted: whole for the desk, and without what may not be told for everybody."""

from rinde.capabilities.surveys.choices import AnswerChannel
from rinde.capabilities.surveys.models import Survey, SurveyAnswer
from rinde.capabilities.surveys.queries.surveys import versions_of
from rinde.capabilities.surveys.rules.ready_forms import TOPICS_KEY
from rinde.capabilities.surveys.rules.results import (
    CountedSheet,
    RankedTopic,
    SurveyResults,
    count_survey,
    for_the_public,
    ranked,
)
from rinde.capabilities.surveys.rules.sheets import from_stored

_CHANNELS = {str(code): str(label) for code, label in AnswerChannel.choices}


def results_of(survey: Survey, *, public: bool) -> SurveyResults:
    """Count a survey. Two queries.

    Args:
        public: only the published questions, without texts, single values and whatever tells of one to four people;
            no question at all where none is published.
    """
    if not public:
        return _counted(survey)
    return for_the_public(_counted(survey), survey.published_keys if survey.shows_results else ())


def _counted(survey: Survey) -> SurveyResults:
    rows = SurveyAnswer.objects.filter(survey=survey).order_by("number")
    numbers = rows.values_list("version__number", "channel", "content")
    sheets = [CountedSheet(version, channel, from_stored(content)) for version, channel, content in numbers]
    return count_survey(versions_of(survey), sheets, _CHANNELS)


def ranked_topics(survey: Survey) -> list[RankedTopic]:
    """The topics of a consultation, most wanted first, with every count: for the desk. Two queries.

    A form without that question has none; where its words changed, those of the newest count. The order may be
    published; a count under five may not: take it from `results_of(survey, public=True)`.
    """
    found = next((one for one in _counted(survey).questions if one.key == TOPICS_KEY), None)
    return ranked(found)
