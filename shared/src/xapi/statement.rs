//! [`Statement`]: who did what with which activity.

use serde_json::{Map, Value, json};
use thiserror::Error;

use super::{Activity, activity::home_of};
use crate::{
    id::{ContentId, UserId, WorkspaceId},
    placement::Event,
    time::UnixMillis,
    training::{Deed, Mark},
};

/// IRIs of the verbs that we say or understand.
pub mod verb {
    /// Was put into a course.
    pub const REGISTERED: &str = "http://adlnet.gov/expapi/verbs/registered";
    /// Opened a lesson.
    pub const LAUNCHED: &str = "http://adlnet.gov/expapi/verbs/launched";
    /// Began.
    pub const ATTEMPTED: &str = "http://adlnet.gov/expapi/verbs/attempted";
    /// Began, as cmi5 says it.
    pub const INITIALIZED: &str = "http://adlnet.gov/expapi/verbs/initialized";
    /// Went through all of it.
    pub const COMPLETED: &str = "http://adlnet.gov/expapi/verbs/completed";
    /// Was right often enough.
    pub const PASSED: &str = "http://adlnet.gov/expapi/verbs/passed";
    /// Was not.
    pub const FAILED: &str = "http://adlnet.gov/expapi/verbs/failed";
    /// Is done with a course, by its `moveOn`.
    pub const SATISFIED: &str = "https://w3id.org/xapi/adl/verbs/satisfied";
}

/// What we read of a statement; the rest of it is kept as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The person, if the actor is an account of theirs; statements of others are kept and move
    /// nobody.
    pub user: Option<UserId>,
    /// The verb's IRI.
    pub verb: String,
    /// The object's IRI; empty where it is no activity.
    pub activity: String,
    /// When it happened, if it says so.
    pub at: Option<UnixMillis>,
    /// What it does to somebody's training.
    pub deed: Option<(ContentId, Deed)>,
}

/// Why something is no statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{detail}")]
pub struct InvalidStatement {
    /// Where, as a JSON pointer.
    pub pointer: &'static str,
    /// What is wrong.
    pub detail: &'static str,
}

const fn wrong(pointer: &'static str, detail: &'static str) -> InvalidStatement {
    InvalidStatement { pointer, detail }
}

impl Statement {
    /// Reads a statement that came to `workspace`.
    ///
    /// # Errors
    /// [`InvalidStatement`], for the first thing that is wrong.
    pub fn read(body: &Value, workspace: &WorkspaceId) -> Result<Self, InvalidStatement> {
        let fields = body.as_object().ok_or(wrong("", "a statement is an object"))?;
        let part = |name: &str| fields.get(name).and_then(Value::as_object);
        let actor = part("actor").ok_or(wrong("/actor", "says who did it"))?;
        let user = read_actor(actor)?;
        let verb = part("verb").and_then(|verb| verb.get("id")).and_then(Value::as_str);
        let verb = verb.filter(|iri| is_iri(iri)).ok_or(wrong("/verb/id", "must be an IRI"))?;
        let object = part("object").ok_or(wrong("/object", "says with what"))?;
        let kind = object.get("objectType").map_or(Some("Activity"), Value::as_str);
        let activity = match (kind, object.get("id").and_then(Value::as_str)) {
            (Some("Activity"), Some(iri)) if is_iri(iri) => iri,
            (Some("Activity"), _) => return Err(wrong("/object/id", "must be an IRI")),
            (Some("Agent" | "Group" | "StatementRef" | "SubStatement"), _) => "",
            _ => return Err(wrong("/object/objectType", "is none of those that xAPI knows")),
        };
        let at = fields.get("timestamp").map(|at| {
            let at = at.as_str().and_then(UnixMillis::parse_rfc3339);
            at.ok_or(wrong("/timestamp", "must be an instant such as 2026-11-22T10:00:00Z"))
        });
        let at = at.transpose()?;
        let result = read_result(fields)?;
        let deed = Activity::of_iri(activity, workspace)
            .and_then(|Activity { course, lesson }| Some((course, result.deed(verb, lesson)?)));
        Ok(Self { user, verb: verb.to_owned(), activity: activity.to_owned(), at, deed })
    }
}

/// The user id in an actor: the name of their account, wherever that is.
fn read_actor(actor: &Map<String, Value>) -> Result<Option<UserId>, InvalidStatement> {
    let Some(account) = actor.get("account") else {
        let has_one = ["mbox", "mbox_sha1sum", "openid", "member"];
        let is_known = has_one.iter().any(|name| actor.contains_key(*name));
        return if is_known { Ok(None) } else { Err(wrong("/actor", "names nobody")) };
    };
    let home = account.get("homePage").and_then(Value::as_str);
    home.filter(|iri| is_iri(iri)).ok_or(wrong("/actor/account/homePage", "must be an IRL"))?;
    let name = account.get("name").and_then(Value::as_str);
    let name = name.ok_or(wrong("/actor/account/name", "is missing"))?;
    let user = UserId::try_from(name).map_err(|_| wrong("/actor/account/name", "is no user id"))?;
    Ok(Some(user))
}

/// What a result says, as far as it moves anybody.
struct Outcome {
    score: Option<f64>,
    success: Option<bool>,
}

fn read_result(fields: &Map<String, Value>) -> Result<Outcome, InvalidStatement> {
    let Some(result) = fields.get("result") else {
        return Ok(Outcome { score: None, success: None });
    };
    let result = result.as_object().ok_or(wrong("/result", "is an object"))?;
    let flag = |name, pointer| match result.get(name) {
        None => Ok(None),
        Some(value) => value.as_bool().map(Some).ok_or(wrong(pointer, "is true or false")),
    };
    flag("completion", "/result/completion")?;
    let scaled = result.get("score").and_then(|score| score.get("scaled"));
    let score = match scaled.map(Value::as_f64) {
        None => None,
        Some(Some(score)) if (-1.0..=1.0).contains(&score) => Some(score),
        Some(_) => return Err(wrong("/result/score/scaled", "must be from -1 to 1")),
    };
    Ok(Outcome { score, success: flag("success", "/result/success")? })
}

impl Outcome {
    fn deed(&self, verb: &str, lesson: Option<crate::id::ItemId>) -> Option<Deed> {
        let judge = |passed: bool, lesson| {
            let score = self.score.unwrap_or(if passed { 1.0 } else { 0.0 });
            Deed::Judge { lesson, mark: Mark::of_score(score), passed }
        };
        Some(match verb {
            verb::LAUNCHED | verb::ATTEMPTED | verb::INITIALIZED => Deed::Launch { lesson },
            verb::COMPLETED => Deed::Complete { lesson },
            // What it says of success outweighs its verb: cmi5 wants them to agree.
            verb::PASSED => judge(self.success.unwrap_or(true), lesson),
            verb::FAILED => judge(self.success.unwrap_or(false), lesson),
            _ => return None,
        })
    }
}

/// Whether it may be an IRI: a scheme, and something after it.
fn is_iri(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        !rest.is_empty()
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
            && !rest.contains(char::is_whitespace)
    })
}

/// What `event` of `user` in the course `course` is as a statement: verb, activity, and all of
/// it but its id. `None` for what is no step in a course.
#[must_use]
pub fn statement_of(
    workspace: &WorkspaceId,
    user: &UserId,
    (course, title): (&ContentId, &str),
    event: &Event,
    now: UnixMillis,
) -> Option<(&'static str, String, Value)> {
    let (verb, word, lesson, result) = match event {
        Event::CourseEnrolled => (verb::REGISTERED, "registered", None, None),
        Event::LessonStarted(lesson) => (verb::LAUNCHED, "launched", Some(lesson), None),
        Event::LessonCompleted(lesson) => {
            (verb::COMPLETED, "completed", Some(lesson), Some(json!({"completion": true})))
        }
        Event::QuizAnswered { lesson, mark, passed } => {
            let (verb, word) =
                if *passed { (verb::PASSED, "passed") } else { (verb::FAILED, "failed") };
            let score =
                json!({"scaled": mark.score(), "raw": mark.right, "min": 0, "max": mark.of});
            (verb, word, lesson.as_ref(), Some(json!({"score": score, "success": passed})))
        }
        Event::CourseCompleted => {
            (verb::SATISFIED, "satisfied", None, Some(json!({"completion": true})))
        }
        _ => return None,
    };
    let activity = Activity { course: course.clone(), lesson: lesson.cloned() }.iri(workspace);
    let mut body = json!({
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": home_of(workspace), "name": user.as_str()},
        },
        "verb": {"id": verb, "display": {"en": word}},
        "object": {
            "objectType": "Activity",
            "id": activity,
            "definition": {
                "name": {"en": title},
                "type": if lesson.is_some() {
                    "http://adlnet.gov/expapi/activities/lesson"
                } else {
                    "http://adlnet.gov/expapi/activities/course"
                },
            },
        },
        "timestamp": now.to_rfc3339(),
    });
    if let Some(result) = result {
        body["result"] = result;
    }
    Some((verb, activity, body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ItemId;

    fn demo() -> WorkspaceId {
        WorkspaceId::try_from("demo").unwrap()
    }

    fn statement() -> Value {
        json!({
            "actor": {"account": {"homePage": "https://lms.example", "name": "ana"}},
            "verb": {"id": verb::PASSED},
            "object": {"id": "urn:rumbo:demo:course:basics"},
            "result": {"score": {"scaled": 0.9}, "success": true},
        })
    }

    #[test]
    fn a_verb_on_a_course_of_ours_moves_somebody() {
        let read = Statement::read(&statement(), &demo()).unwrap();
        let deed = Deed::Judge { lesson: None, mark: Mark { right: 900, of: 1000 }, passed: true };
        assert_eq!(read.deed, Some((ContentId::try_from("basics").unwrap(), deed)));
        let mut other = statement();
        other["verb"]["id"] = "https://verbs.example/liked".into();
        assert_eq!(Statement::read(&other, &demo()).unwrap().deed, None);
        other = statement();
        other["object"]["id"] = "https://courses.example/1".into();
        assert_eq!(Statement::read(&other, &demo()).unwrap().deed, None);
    }

    #[test]
    fn names_what_is_wrong() {
        let check = |pointer: &str, value: Value| {
            let mut statement = statement();
            *statement.pointer_mut(pointer).unwrap() = value;
            Statement::read(&statement, &demo()).map_err(|wrong| wrong.pointer)
        };
        assert_eq!(check("/verb/id", "passed".into()), Err("/verb/id"));
        assert_eq!(check("/object/id", Value::Null), Err("/object/id"));
        assert_eq!(check("/result/score/scaled", 1.5.into()), Err("/result/score/scaled"));
        assert_eq!(check("/result/success", 1.into()), Err("/result/success"));
        assert_eq!(check("/actor", json!({})), Err("/actor"));
        assert_eq!(check("/actor/account/name", "".into()), Err("/actor/account/name"));
        assert_eq!(Statement::read(&json!([]), &demo()).map_err(|w| w.pointer), Err(""));
    }

    #[test]
    fn what_we_say_we_understand() {
        let user = UserId::try_from("ana").unwrap();
        let basics = ContentId::try_from("basics").unwrap();
        let first = ItemId::try_from("first").unwrap();
        let mark = Mark { right: 1, of: 2 };
        for event in [
            Event::LessonStarted(first.clone()),
            Event::LessonCompleted(first.clone()),
            Event::QuizAnswered { lesson: None, mark, passed: false },
        ] {
            let said = statement_of(&demo(), &user, (&basics, "Basics"), &event, UnixMillis(0));
            let (verb, activity, body) = said.unwrap();
            let read = Statement::read(&body, &demo()).unwrap();
            assert_eq!((read.verb.as_str(), &read.activity), (verb, &activity));
            assert_eq!(read.user.as_ref(), Some(&user));
            assert!(read.deed.is_some());
        }
        let none =
            statement_of(&demo(), &user, (&basics, "Basics"), &Event::ChecklistSeen, UnixMillis(0));
        assert_eq!(none, None);
    }
}
