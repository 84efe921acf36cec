//! What may be wrong with a condition.

use super::{Fault, fault};
use crate::targeting::{Condition, EventTest, PagePattern, Values};

/// The stages of an account's life.
const STAGES: [&str; 6] = ["land", "onboard", "adopt", "seasoned", "offboard", "former"];

pub(super) fn check_condition(condition: &Condition, path: &str, faults: &mut Vec<Fault>) {
    match condition {
        Condition::All(parts) => check_parts(parts, &format!("{path}.all"), faults),
        Condition::Any(parts) => {
            if parts.is_empty() {
                faults.push(fault(format!("{path}.any"), "fits nobody: name at least one"));
            }
            check_parts(parts, &format!("{path}.any"), faults);
        }
        Condition::Not(part) => check_condition(part, &format!("{path}.not"), faults),
        Condition::User(tests) => check_values(tests, &format!("{path}.user"), faults),
        Condition::Account(tests) => check_values(tests, &format!("{path}.account"), faults),
        Condition::Event(test) => check_event(test, &format!("{path}.event"), faults),
        Condition::Stage(stages) => {
            if stages.is_empty() {
                faults.push(fault(format!("{path}.stage"), "names no stage"));
            }
            for (n, stage) in stages.iter().enumerate() {
                if !STAGES.contains(&stage.as_str()) {
                    let message = format!("`{stage}` is none of {}", STAGES.join(", "));
                    faults.push(fault(format!("{path}.stage[{n}]"), message));
                }
            }
        }
        Condition::Page(pattern) => check_page(pattern, format!("{path}.page"), faults),
        Condition::Language(tags) => {
            if tags.is_empty() {
                faults.push(fault(format!("{path}.language"), "names no language"));
            }
        }
        Condition::Device(_) | Condition::Percent(_) => {}
    }
}

fn check_parts(parts: &[Condition], path: &str, faults: &mut Vec<Fault>) {
    for (n, part) in parts.iter().enumerate() {
        check_condition(part, &format!("{path}[{n}]"), faults);
    }
}

fn check_values(tests: &Values, path: &str, faults: &mut Vec<Fault>) {
    if tests.is_empty() {
        faults.push(fault(path, "names no trait or property"));
    }
    for (name, test) in tests {
        if test.is_empty() {
            faults.push(fault(format!("{path}.{name}"), "says nothing about the value"));
        }
    }
}

pub(super) fn check_event(test: &EventTest, path: &str, faults: &mut Vec<Fault>) {
    if test.name.trim().is_empty() {
        faults.push(fault(path, "needs the name of an event"));
    }
    if test.at_least == 0 {
        faults.push(fault(format!("{path}.at_least"), "must be 1 or more"));
    }
    if test.within_days == Some(0) {
        faults.push(fault(format!("{path}.within_days"), "must be 1 or more: today is a day"));
    }
    if !test.properties.is_empty() {
        check_values(&test.properties, &format!("{path}.where"), faults);
    }
}

pub(super) fn check_page(pattern: &PagePattern, path: String, faults: &mut Vec<Fault>) {
    if !pattern.is_valid() {
        faults.push(fault(path, "must begin with /, *, # or https://"));
    }
}
