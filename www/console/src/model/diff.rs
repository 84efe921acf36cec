//! What changed between two texts, line by line.

/// The most pairs of lines that are compared. Beyond it, all between the first and the last change
/// counts as changed: slow is worse than coarse.
const MAX_PAIRS: usize = 4_000_000;

/// A line of a diff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    /// In both.
    Same(&'a str),
    /// In the earlier one only.
    Removed(&'a str),
    /// In the later one only.
    Added(&'a str),
    /// So many lines that are in both, far from any change.
    Folded(usize),
}

/// What turns `before` into `after`, with `context` lines around each change.
pub(crate) fn diff<'a>(before: &'a str, after: &'a str, context: usize) -> Vec<Line<'a>> {
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.lines().collect(), after.lines().collect());
    let n_head = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let (old, new) = (&before[n_head..], &after[n_head..]);
    let n_tail =
        old.iter().rev().zip(new.iter().rev()).take_while(|(one, other)| one == other).count();
    let (old, tail) = old.split_at(old.len() - n_tail);
    let new = &new[..new.len() - n_tail];

    let mut lines: Vec<Line<'a>> = before[..n_head].iter().map(|line| Line::Same(line)).collect();
    lines.extend(changed(old, new));
    lines.extend(tail.iter().map(|line| Line::Same(line)));
    fold(&lines, context)
}

/// The shortest way from `old` to `new`, by their longest common subsequence.
fn changed<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Line<'a>> {
    let removed = old.iter().map(|line| Line::Removed(line));
    let added = new.iter().map(|line| Line::Added(line));
    if old.len().saturating_mul(new.len()) > MAX_PAIRS {
        return removed.chain(added).collect();
    }
    let width = new.len() + 1;
    // How many lines `old[i..]` and `new[j..]` have in common, at `i * width + j`.
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            lines.push(Line::Same(old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len()
            || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            lines.push(Line::Removed(old[i]));
            i += 1;
        } else {
            lines.push(Line::Added(new[j]));
            j += 1;
        }
    }
    lines
}

/// Leaves out what is further than `context` lines from every change.
fn fold<'a>(lines: &[Line<'a>], context: usize) -> Vec<Line<'a>> {
    let changes: Vec<usize> =
        (0..lines.len()).filter(|&i| !matches!(lines[i], Line::Same(_))).collect();
    let mut folded = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let next = changes.partition_point(|&change| change < i);
        let near = [next.checked_sub(1), Some(next)].into_iter().flatten();
        let is_near =
            near.filter_map(|at| changes.get(at)).any(|change| change.abs_diff(i) <= context);
        match (is_near, folded.last_mut()) {
            (true, _) => folded.push(*line),
            (false, Some(Line::Folded(n))) => *n += 1,
            (false, _) => folded.push(Line::Folded(1)),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line with its mark, as `diff -u` writes it.
    #[track_caller]
    fn check(before: &str, after: &str, want: &str) {
        let shown = diff(before, after, 1).into_iter().map(|line| match line {
            Line::Same(text) => format!(" {text}"),
            Line::Removed(text) => format!("-{text}"),
            Line::Added(text) => format!("+{text}"),
            Line::Folded(n) => format!("@{n}"),
        });
        assert_eq!(shown.collect::<Vec<_>>().join("|"), want);
    }

    #[test]
    fn a_changed_line_is_removed_and_added_with_its_neighbours() {
        check("a\nb\nc\nd\ne", "a\nb\nX\nd\ne", "@1| b|-c|+X| d|@1");
    }

    #[test]
    fn what_moved_in_between_is_found() {
        check("a\nb\nc\nd", "b\nc\nx\nd", "-a| b| c|+x| d");
        check("", "a", "+a");
        check("a", "", "-a");
    }

    #[test]
    fn nothing_changed_is_nothing_but_a_fold() {
        check("a\nb", "a\nb", "@2");
    }
}
