//! `/v1/enrollments`: who is in which course, and who puts them there.

use serde::{Deserialize, Serialize};
use shared::{
    id::{AccountId, ContentId, UserId},
    time::UnixMillis,
    training::{Deed, Standing},
};
use worker::Env;

use super::{
    export::{self, Export, Format},
    operators::cursor,
    placements::id,
};
use crate::{
    access::Operator,
    clock,
    error::{ApiError, Resource},
    http::{Reply, Request, body, query::Query},
    objects::{
        ObjectName,
        account::{self, Train, Trained},
        workspace::{self, EnrollmentRow, EnrollmentsQuery},
    },
    record::object_of_absent,
};

#[derive(Deserialize)]
struct Body {
    course: String,
    user: String,
    account: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    enrolled: bool,
    changed: bool,
}

/// `GET /v1/enrollments`: who is enrolled, the last first.
///
/// - Query: `course`, `account`, `user`, `state` (`active`, `overdue`, `stuck`, `completed`),
///   `limit`, `cursor`, `format` (`json`, `csv`, `ndjson`; the last two bring all rows).
/// - Answer: `{results, next}`; see [`EnrollmentRow`].
/// - Errors: 400 `invalid_query`.
pub(super) async fn list(
    request: &Request,
    env: &Env,
    operator: &Operator,
) -> Result<Reply, ApiError> {
    let query = Query::of(request)?;
    let expected = "one of active, overdue, stuck, completed";
    let state = query.text("state").map(|word| {
        serde_json::from_value::<Standing>(word.into())
            .map_err(|_| ApiError::InvalidQuery { name: "state", expected })
    });
    let wanted = EnrollmentsQuery {
        course: query.id("course")?,
        account: query.id("account")?,
        user: query.text("user").map(str::to_owned),
        state: state.transpose()?,
        now: clock::now().0,
        after: cursor(&query)?,
        limit: query.limit()?,
    };
    match Format::of(&query)? {
        Format::Json => {
            let page = workspace::enrollments(env, &operator.workspace, &wanted).await?;
            Ok(Reply::json(&page)?)
        }
        format => {
            let (env, workspace) = (env.clone(), operator.workspace.clone());
            export::download("enrollments", format, move |after| {
                let wanted = EnrollmentsQuery { after, limit: export::PAGE, ..wanted.clone() };
                let (env, workspace) = (env.clone(), workspace.clone());
                async move { workspace::enrollments(&env, &workspace, &wanted).await }
            })
        }
    }
}

/// `POST /v1/enrollments`: puts somebody into a course.
///
/// - Body: `{course, user, account?}`; `account` is the one the user joined last unless told, and if they
///   joined none, the one in which they were seen last.
/// - Answer: 201 `{enrolled: true, changed: true}`, or 200 with `changed: false` for somebody who
///   is in it. Whoever was taken out has all attempts again.
/// - Errors: 400 `invalid_json`, `invalid_field`; 404 `unknown_course`.
pub(super) async fn create(
    request: Request,
    env: &Env,
    operator: &Operator,
) -> Result<Reply, ApiError> {
    let changed = tell(request, env, operator, Deed::Enrol).await?;
    let reply = Reply::json(&Answer { enrolled: true, changed })?;
    Ok(if changed { reply.with_status(201) } else { reply })
}

/// `DELETE /v1/enrollments`: takes somebody out of a course. What they did stays known.
///
/// - Body: as for `POST`. Answer: 200 `{enrolled: false, changed}`. Errors: likewise.
pub(super) async fn delete(
    request: Request,
    env: &Env,
    operator: &Operator,
) -> Result<Reply, ApiError> {
    let changed = tell(request, env, operator, Deed::Withdraw).await?;
    Ok(Reply::json(&Answer { enrolled: false, changed })?)
}

async fn tell(
    mut request: Request,
    env: &Env,
    operator: &Operator,
    deed: Deed,
) -> Result<bool, ApiError> {
    let text = body::read_text(&mut request).await?;
    let Body { course, user, account } = body::parse(&text)?;
    let course: ContentId = id("/course", &course)?;
    let user: UserId = id("/user", &user)?;
    let account: Option<AccountId> =
        account.as_deref().map(|text| id("/account", text)).transpose()?;
    let workspace = operator.workspace.clone();
    let name = match account {
        Some(account) => ObjectName::Account(workspace.clone(), account),
        None => object_of_absent(env, &workspace, user.clone()).await?,
    };
    let (account, source) = (name.account().cloned(), name.to_string());
    let train = Train { workspace, source, account, user, course, deed, at: None, id: None };
    match account::train(env, &train).await? {
        Trained::Changed => Ok(true),
        Trained::Unchanged => Ok(false),
        Trained::UnknownCourse => Err(ApiError::Unknown(Resource::Course)),
        Trained::Refused { code, detail } => {
            Err(ApiError::CommandRejected { code, pointer: String::new(), detail })
        }
    }
}

impl Export for EnrollmentRow {
    const HEADER: &'static [&'static str] = &[
        "enrolled_at",
        "course",
        "title",
        "account",
        "account_name",
        "user",
        "user_name",
        "state",
        "by",
        "lessons_done",
        "lessons",
        "score",
        "completed_at",
        "passed_at",
        "satisfied_at",
        "due_at",
        "certificate",
        "last_activity_at",
    ];

    fn cells(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let instant = |at: Option<i64>| at.map(|at| UnixMillis(at).to_rfc3339());
        let state = serde_json::to_value(self.state).unwrap_or_default();
        vec![
            UnixMillis(self.enrolled_at).to_rfc3339(),
            self.course.clone(),
            self.title.clone(),
            text(&self.account),
            text(&self.account_name),
            self.user.clone(),
            text(&self.user_name),
            state.as_str().unwrap_or_default().to_owned(),
            text(&self.by),
            self.lessons_done.to_string(),
            self.lessons.to_string(),
            self.score.map(|score| score.to_string()).unwrap_or_default(),
            instant(self.completed_at).unwrap_or_default(),
            instant(self.passed_at).unwrap_or_default(),
            instant(self.satisfied_at).unwrap_or_default(),
            instant(self.due_at).unwrap_or_default(),
            text(&self.certificate),
            instant(self.last_activity_at).unwrap_or_default(),
        ]
    }
}
