//! `cargo xtask size`: what a visitor and the platform must load, against the budgets.

use crate::{
    build::{self, FileSize, Profile},
    error::{Error, Result},
};

/// A limit on what some files of `dist/` weigh together.
struct Budget {
    /// What they are.
    name: &'static str,
    /// Which they are: what their path starts with, and ends with.
    files: &'static [(&'static str, &'static str)],
    /// How they travel.
    weigh: fn(&FileSize) -> usize,
    /// Bytes; more fails.
    most: usize,
    /// Bytes; where we want to be.
    goal: usize,
}

const BUDGETS: [Budget; 5] = [
    Budget {
        name: "loader, as packed",
        // As it travels: the build has packed it.
        files: &[("assets/rumbo.js.br", "")],
        weigh: |size| size.bytes,
        most: 3_072,
        goal: 3_072,
    },
    Budget {
        name: "outbox (when the page is idle), brotli",
        files: &[("assets/w/outbox-", ".js")],
        weigh: brotli,
        most: 5_500,
        goal: 5_000,
    },
    Budget {
        name: "npm package, brotli",
        files: &[("npm/index.js", "")],
        weigh: brotli,
        most: 1_000,
        goal: 700,
    },
    Budget {
        name: "widget (wasm, glue, css), brotli",
        files: &[("assets/w/widget-", ".wasm"), ("assets/w/widget-", ".js"), ("widget.css", "")],
        weigh: brotli,
        most: 70_000,
        goal: 60_000,
    },
    // The platform takes 3 MiB from a free account. What is left is for issues to come.
    Budget {
        name: "worker (wasm, js), gzip",
        files: &[("worker/", "")],
        weigh: |size| size.gzip,
        most: 2_500_000,
        goal: 1_500_000,
    },
];

fn brotli(size: &FileSize) -> usize {
    size.brotli.unwrap_or(size.bytes)
}

/// Builds the release and weighs it.
pub(crate) fn run() -> Result<()> {
    build::run(Profile::Release)?;
    let sizes = build::sizes()?;
    println!("\n{:<40} {:>10} {:>10} {:>10}", "bytes", "is", "goal", "most");
    let mut over = Vec::new();
    for budget in BUDGETS {
        let is = budget.weigh_all(sizes.iter().map(|(path, size)| (path.as_str(), size)))?;
        println!("{:<40} {is:>10} {:>10} {:>10}", budget.name, budget.goal, budget.most);
        if is > budget.most {
            over.push(budget.name);
        }
    }
    if over.is_empty() {
        Ok(())
    } else {
        Err(Error::Check(format!("over budget: {}", over.join("; "))))
    }
}

impl Budget {
    /// The sum over the files of `sizes` that are meant.
    ///
    /// # Errors
    /// [`Error::Check`] if there is no such file: a budget that weighs nothing holds nothing.
    fn weigh_all<'a>(&self, sizes: impl Iterator<Item = (&'a str, &'a FileSize)>) -> Result<usize> {
        let mut found = vec![false; self.files.len()];
        let mut sum = 0;
        for (path, size) in sizes {
            let meant = self
                .files
                .iter()
                .position(|(start, end)| path.starts_with(start) && path.ends_with(end));
            if let Some(index) = meant {
                found[index] = true;
                sum += (self.weigh)(size);
            }
        }
        if found.iter().all(|found| *found) {
            Ok(sum)
        } else {
            Err(Error::Check(format!("{}: not all of its files are in dist/", self.name)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: Budget = Budget {
        name: "x",
        files: &[("w/a", ".js"), ("w/a", ".wasm")],
        weigh: brotli,
        most: 0,
        goal: 0,
    };

    fn size(brotli: usize) -> FileSize {
        FileSize { bytes: 100, gzip: 50, brotli: Some(brotli), sha384: String::new() }
    }

    #[test]
    fn a_budget_sums_its_files_only() {
        let sizes = [("w/a-1.js", size(1)), ("w/a-2.wasm", size(2)), ("w/b-3.js", size(4))];
        assert_eq!(BUDGET.weigh_all(sizes.iter().map(|(p, s)| (*p, s))).unwrap(), 3);
    }

    #[test]
    fn a_budget_that_misses_a_file_fails() {
        let sizes = [("w/a-1.js", size(1))];
        assert!(BUDGET.weigh_all(sizes.iter().map(|(p, s)| (*p, s))).is_err());
    }
}
