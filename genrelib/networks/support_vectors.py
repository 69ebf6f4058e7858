"""A support vector machine that is plain arrays once fitted, and answers in shares that sum to one."""

import numpy as np
from scipy.special import softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.svm import SVC


class RbfMachine(ClassifierMixin, BaseEstimator):
    """Support vectors under a Gaussian kernel: one machine for each pair of classes, summed up per class.

    scikit-learn's SVC finds them; what it found is kept as arrays with public names, of which the decisions are
    computed here. The width of the kernel is one over the number of values.

    `predict_proba` is a softmax of the decision values: it ranks the classes as they do, but a machine of this kind
    promises no probability, so whoever shows it should show `probability_note` too.
    """

    probability_note = "softmax of decision values"

    def __init__(self, C: float):
        self.C = C

    def fit(self, rows: np.ndarray, genres: np.ndarray) -> "RbfMachine":
        """Learn from (clips, values) and whole numbers (clips,)."""
        self.gamma_ = 1 / rows.shape[1]
        machine = SVC(C=self.C, gamma=self.gamma_).fit(rows, genres)
        self.classes_ = machine.classes_
        self.vectors_ = machine.support_vectors_.astype(np.float32)  # what Flatten gives: nothing is lost
        self.vector_class_ = np.repeat(np.arange(len(self.classes_)), machine.n_support_)
        self.coefficients_ = self._against(machine.dual_coef_)
        self.intercepts_ = np.zeros((len(self.classes_), len(self.classes_)))
        self.intercepts_[np.triu_indices(len(self.classes_), 1)] = machine.intercept_
        if len(self.classes_) == 2:  # of two, scikit-learn speaks for the second; of more, for the first of each pair
            self.coefficients_, self.intercepts_ = -self.coefficients_, -self.intercepts_
        self.intercepts_ -= self.intercepts_.T.copy()
        return self

    def decision_function(self, rows: np.ndarray) -> np.ndarray:
        """Decision values, (clips, values) -> (clips, classes): pairs won, and up to a third for by how much."""
        pairs = self.margins(rows)
        total = pairs.sum(axis=2)
        return (pairs > 0).sum(axis=2) + total / (3 * (np.abs(total) + 1))

    def predict_proba(self, rows: np.ndarray) -> np.ndarray:
        """Softmax of the decision values, (clips, values) -> (clips, classes); see `probability_note`."""
        return softmax(self.decision_function(rows), axis=1)

    def predict(self, rows: np.ndarray) -> np.ndarray:
        return self.classes_[self.decision_function(rows).argmax(axis=1)]

    def margins(self, rows: np.ndarray) -> np.ndarray:
        """By how much each class beats each other one, (clips, values) -> (clips, classes, classes), antisymmetric."""
        kernel = rbf_kernel(rows.astype(np.float64), self.vectors_.astype(np.float64), gamma=self.gamma_)
        groups = [self.vector_class_ == number for number in range(len(self.classes_))]
        own = np.stack([kernel[:, group] @ self.coefficients_[:, group].T for group in groups], axis=1)
        # A pair is judged by the vectors of both its classes; their signs are those of the first class.
        first = np.triu(own + own.transpose(0, 2, 1), 1)
        return first - first.transpose(0, 2, 1) + self.intercepts_

    def _against(self, dual: np.ndarray) -> np.ndarray:
        """libsvm's coefficients, whose rows skip a vector's own class, laid out as (classes, vectors)."""
        rows = np.arange(len(self.classes_))[:, None]
        own = self.vector_class_[None]
        laid = np.take_along_axis(dual, np.clip(rows - (rows > own), 0, len(dual) - 1), axis=0)
        return np.where(rows == own, 0.0, laid)
