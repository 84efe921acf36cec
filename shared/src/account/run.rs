//! What a trait of standing has been: runs of equal values.

use serde_json::Value;

use crate::time::UnixMillis;

/// A time through which a trait was said to have one value.
///
/// Only its first and its last word are kept, or a server that repeats itself with each sign-in
/// would fill the account. What was said in between is forgotten, see [`say`].
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// When it was said first.
    pub since: UnixMillis,
    /// When it was said last; `since` if it was said once.
    pub said_at: UnixMillis,
    /// The value; null where the trait was cleared.
    pub value: Value,
}

/// `runs` with what was said of `at`: the trait was `value` then.
///
/// `runs` are in order, do not overlap, and neighbours differ; so do those that are returned.
/// Only three of them matter: the two that begin last up to `at`, and the next.
///
/// Words may come in any order, and the value of the last run is the same in each: the one with
/// the largest instant. Of two words for one instant the one that comes later holds. A word in the
/// middle of a run parts it into its first and its last word. That is exact if there were no
/// others; if there were, the value may have held longer before, and again sooner after, than the
/// two parts say.
#[must_use]
pub fn say(runs: &[Run], at: UnixMillis, value: &Value) -> Vec<Run> {
    let word = |at, value: &Value| Run { since: at, said_at: at, value: value.clone() };
    let mut said = Vec::with_capacity(runs.len() + 2);
    let mut later = Vec::new();
    for run in runs {
        if run.said_at < at {
            said.push(run.clone());
        } else if run.since > at {
            later.push(run.clone());
        } else if run.value == *value {
            return runs.to_vec();
        } else {
            if run.since < at {
                said.push(word(run.since, &run.value));
            }
            if run.said_at > at {
                later.push(word(run.said_at, &run.value));
            }
        }
    }
    said.push(word(at, value));
    said.append(&mut later);
    said.dedup_by(|run, before| {
        let is_same = run.value == before.value;
        if is_same {
            before.said_at = run.said_at;
        }
        is_same
    });
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An instant, and the value at it.
    type Word = (i64, i64);

    fn all(words: &[Word]) -> Vec<Run> {
        words.iter().fold(vec![], |runs, (at, value)| say(&runs, UnixMillis(*at), &(*value).into()))
    }

    /// `(since, value)` of each run.
    fn history(words: &[Word]) -> Vec<Word> {
        all(words).iter().map(|run| (run.since.0, run.value.as_i64().unwrap())).collect()
    }

    /// Calls `check` with each order of `words`.
    fn each_order(words: &mut [Word], n: usize, check: &mut impl FnMut(&[Word])) {
        if n <= 1 {
            return check(words);
        }
        for index in 0..n {
            words.swap(index, n - 1);
            each_order(words, n - 1, check);
            words.swap(index, n - 1);
        }
    }

    #[track_caller]
    fn same_in_each_order(words: &[Word], want: &[Word]) {
        each_order(&mut words.to_vec(), words.len(), &mut |words| {
            assert_eq!(history(words), want, "{words:?}");
        });
    }

    #[test]
    fn a_late_word_parts_a_run_and_leaves_the_present_alone() {
        same_in_each_order(&[(1, 100), (20, 100), (10, 200)], &[(1, 100), (10, 200), (20, 100)]);
        same_in_each_order(
            &[(1, 100), (2, 120), (3, 150), (4, 150)],
            &[(1, 100), (2, 120), (3, 150)],
        );
        same_in_each_order(&[(1, 5), (9, 5), (3, 6), (6, 6)], &[(1, 5), (3, 6), (9, 5)]);
        same_in_each_order(&[(1, 5), (2, 5), (3, 5), (4, 5)], &[(1, 5)]);
    }

    /// Every choice of three values for five instants, in every order.
    #[test]
    fn the_largest_instant_decides_in_whatever_order_words_come() {
        for choice in 0..3_i64.pow(5) {
            let value = |place: u32| choice / 3_i64.pow(place) % 3;
            let mut words: Vec<Word> = (0..5).map(|place| (place.into(), value(place))).collect();
            let newest = value(4);
            each_order(&mut words, 5, &mut |words| {
                let runs = all(words);
                assert_eq!(runs.last().map(|run| run.value.clone()), Some(newest.into()));
                assert_eq!(runs.last().map(|run| run.said_at), Some(UnixMillis(4)));
                assert_eq!(runs.first().map(|run| run.since), Some(UnixMillis(0)));
                for pair in runs.windows(2) {
                    assert_ne!(pair[0].value, pair[1].value, "{words:?}");
                    assert!(pair[0].said_at < pair[1].since, "{words:?}");
                }
            });
        }
    }

    #[test]
    fn three_runs_around_the_instant_are_enough() {
        let runs = all(&[(0, 1), (10, 2), (20, 3), (22, 3), (30, 4), (40, 5)]);
        for at in 5..45 {
            for value in 1..=6_i64 {
                let n_before = runs.iter().filter(|run| run.since.0 <= at).count();
                let near = n_before.saturating_sub(2)..runs.len().min(n_before + 1);
                let mut part = runs.clone();
                part.splice(near.clone(), say(&runs[near], UnixMillis(at), &value.into()));
                assert_eq!(part, say(&runs, UnixMillis(at), &value.into()), "{value} at {at}");
            }
        }
    }

    #[test]
    fn of_two_words_for_one_instant_the_later_holds() {
        assert_eq!(history(&[(1, 100), (1, 200)]), [(1, 200)]);
        assert_eq!(history(&[(1, 100), (5, 100), (5, 200)]), [(1, 100), (5, 200)]);
        assert_eq!(history(&[(1, 100), (5, 100), (1, 200)]), [(1, 200), (5, 100)]);
        assert_eq!(history(&[(1, 1), (5, 2), (9, 1), (5, 1)]), [(1, 1)]);
    }

    /// What is forgotten: that 100 was said at 15, too.
    #[test]
    fn words_within_a_run_are_forgotten() {
        let words = [(1, 100), (15, 100), (20, 100), (10, 200)];
        assert_eq!(history(&words), [(1, 100), (10, 200), (20, 100)]);
    }
}
