"""Ctrl-C at a chosen moment of a training."""


class AfterSteps:
    """Ctrl-C after so many steps and ends of epochs."""

    def __init__(self, steps):
        self.left = steps

    @property
    def asked(self):
        self.left -= 1
        return self.left == 0
