"""The tests; what they share is in tests/support."""

import pytest

# A failing assertion of what they share shows its values, too.
pytest.register_assert_rewrite("tests.support")
