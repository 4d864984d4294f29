"""Sites that stand for builds, one after the other."""

from tymor.audit.stamp import tree_below, tree_digest, write_stamp
from tymor.publication import Publication

AUDIENCES = ("authority", "public", "school")


def edition(own: Publication, number: int) -> None:
    """Make the built sites another edition: a file in each says which, and is the last one made.

    It stands for a new build. The stamp is renewed, since nobody audited it.
    """
    for audience in AUDIENCES:
        (own.sites / audience / "edition.txt").write_text(str(number))
    write_stamp(own, tree_digest(tree_below(own.sites)))
