//! Table `audit`: what became of the items of checklists, when, and by whom. Rows are never changed; with
//! a person's history they move.

use serde::{Deserialize, Serialize};
use shared::{
    checklist::{Checklist, Item},
    content::Content,
    id::{ContentId, ItemId, UserId, WorkspaceId},
    placement::{Event, Scene},
    text::Locale,
    time::UnixMillis,
};
use worker::{Env, Result, SqlStorage};

use super::{
    super::{
        Cursor, ObjectName, Page, call,
        storage::{execute, filter, integer, rows},
    },
    BINDING,
    journeys::TEAM,
    parcel::MovedAudit,
    summary::text_trait,
};

pub(super) const AUDIT: &str = "/audit";

/// By what an item changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Cause {
    /// The person did it in the widget.
    Hand,
    /// What happened in the product: an event, a trait, a page, a course.
    Product,
    /// The vendor's staff did it.
    Operator,
}

impl Cause {
    /// The word on the wire and in SQL.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Product => "product",
            Self::Operator => "operator",
        }
    }
}

/// By what an item changes, and by whom, if that is not the person whose list it is in.
#[derive(Debug, Clone, Copy)]
pub(super) enum By<'a> {
    /// The person, in the widget.
    Hand,
    /// What happened in the product.
    Product,
    /// The operator whose token is called this.
    Operator(&'a str),
}

/// Who changed an item, and by what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Author {
    /// By what.
    pub(crate) cause: Cause,
    /// The user, or what the operator's token is called.
    pub(crate) actor: String,
    /// What the user calls themselves.
    pub(crate) actor_name: Option<String>,
}

/// By whom an item was done.
#[derive(Debug, Deserialize)]
pub(super) struct DoneBy {
    pub(super) checklist: ContentId,
    pub(super) item: ItemId,
    #[serde(flatten)]
    pub(super) by: Author,
}

/// Which rows of an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AuditQuery {
    /// Whose content it is.
    pub(crate) workspace: WorkspaceId,
    /// Only what is in this user's lists, with what counts for all of the account.
    pub(crate) user: Option<UserId>,
    /// Only of this checklist.
    pub(crate) checklist: Option<ContentId>,
    /// The language of titles.
    pub(crate) locale: Locale,
    /// Rows before this one.
    pub(crate) after: Option<Cursor<i64>>,
    /// How many rows.
    pub(crate) limit: u32,
}

/// What became of an item.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AuditRow {
    /// Tells it from other rows of the account.
    pub(crate) id: i64,
    /// When.
    pub(crate) at: UnixMillis,
    /// What happened, by its name in the browser API.
    pub(crate) r#type: String,
    /// The checklist.
    pub(crate) checklist: ContentId,
    /// Its heading; `None` if it is published no more.
    pub(crate) checklist_title: Option<String>,
    /// The item.
    pub(crate) item: ItemId,
    /// What it says; `None` if it is in the checklist no more.
    pub(crate) item_title: Option<String>,
    /// In whose list; `None` if it counts for all of the account.
    pub(crate) user: Option<String>,
    /// What they call themselves.
    pub(crate) user_name: Option<String>,
    /// By whom, and by what.
    #[serde(flatten)]
    pub(crate) by: Author,
}

/// Notes what `event` says of an item in a checklist of the scene's person, if it says anything.
pub(super) fn note(
    sql: &SqlStorage,
    scene: &Scene<'_>,
    (placement, event): (&ContentId, &Event),
    by: By<'_>,
) -> Result<()> {
    let (Event::ItemCompleted(item) | Event::ItemSkipped(item) | Event::ItemReopened(item)) = event
    else {
        return Ok(());
    };
    let user = scene.facts.user.as_str();
    let (cause, actor) = match by {
        By::Hand => (Cause::Hand, user),
        By::Product => (Cause::Product, user),
        By::Operator(label) => (Cause::Operator, label),
    };
    let is_shared = checklist(scene.content, placement)
        .and_then(|checklist| checklist.find(item))
        .is_some_and(Item::is_shared);
    let query = "INSERT INTO audit (at, type, content_id, item_id, user_id, cause, actor) \
                 VALUES (?, ?, ?, ?, ?, ?, ?)";
    execute(
        sql,
        query,
        vec![
            integer(scene.facts.now.0),
            event.name().into(),
            placement.as_str().into(),
            item.as_str().into(),
            if is_shared { TEAM } else { user }.into(),
            cause.as_str().into(),
            actor.into(),
        ],
    )
}

/// Takes in what was noted of `user` in another object.
pub(super) fn receive(sql: &SqlStorage, user: &UserId, moved: &[MovedAudit]) -> Result<()> {
    let query = "INSERT INTO audit (at, type, content_id, item_id, user_id, cause, actor) \
                 SELECT value ->> 'at', value ->> 'type', value ->> 'content_id', \
                 value ->> 'item_id', iif(value ->> 'is_team', '', ?2), value ->> 'cause', \
                 coalesce(value ->> 'operator', ?2) FROM json_each(?1)";
    execute(sql, query, vec![serde_json::to_string(moved)?.into(), user.as_str().into()])
}

/// By whom items were done in the lists of `user`, each the last time, be it taken back since. Those
/// of before the table was there are missing.
pub(super) fn done_by(sql: &SqlStorage, user: &UserId) -> Result<Vec<DoneBy>> {
    let name = name_of("actor", "actor_name");
    let query = format!(
        "SELECT content_id AS checklist, item_id AS item, cause, actor, {name}, \
         max(audit_id) AS last FROM audit \
         WHERE user_id IN (?, '{TEAM}') AND type = 'checklist_item_completed' \
         GROUP BY content_id, item_id"
    );
    rows(sql, &query, vec![user.as_str().into()])
}

/// A page, in the order in which they came, the newest first; `None` if nobody ever spoke of the
/// account.
pub(super) fn list(
    sql: &SqlStorage,
    content: &[Content],
    query: &AuditQuery,
) -> Result<Option<Page<AuditRow>>> {
    #[derive(Deserialize)]
    struct Row {
        audit_id: i64,
        at: UnixMillis,
        r#type: String,
        content_id: ContentId,
        item_id: ItemId,
        user_id: String,
        user_name: Option<String>,
        #[serde(flatten)]
        by: Author,
    }
    #[derive(Deserialize)]
    struct Known {}
    if rows::<Known>(sql, "SELECT 1 AS known FROM account", vec![])?.is_empty() {
        return Ok(None);
    }
    let conditions = [
        ("user_id IN (?, '')", query.user.as_ref().map(|user| user.as_str().into())),
        ("content_id = ?", query.checklist.as_ref().map(|id| id.as_str().into())),
        ("audit_id < ?", query.after.as_ref().map(|Cursor(_, audit_id)| integer(*audit_id))),
    ];
    let (filter, mut bindings) = filter(conditions);
    bindings.push(integer(i64::from(query.limit) + 1));
    let (user_name, actor_name) = (name_of("user_id", "user_name"), name_of("actor", "actor_name"));
    let statement = format!(
        "SELECT audit_id, at, type, content_id, item_id, user_id, {user_name}, cause, actor, \
         {actor_name} FROM audit WHERE {filter} ORDER BY audit_id DESC LIMIT ?"
    );
    let found: Vec<Row> = rows(sql, &statement, bindings)?;
    let page = Page::cut(found, query.limit, |row| Cursor(row.at.0, row.audit_id));
    Ok(Some(page.map(|row| {
        let checklist = checklist(content, &row.content_id);
        let item = checklist.and_then(|list| list.find(&row.item_id));
        AuditRow {
            id: row.audit_id,
            at: row.at,
            r#type: row.r#type,
            checklist_title: checklist.map(|list| list.title.resolve(&query.locale).to_owned()),
            checklist: row.content_id,
            item_title: item.map(|item| item.title.resolve(&query.locale).to_owned()),
            item: row.item_id,
            user: Some(row.user_id).filter(|user| user != TEAM),
            user_name: row.user_name,
            by: row.by,
        }
    })))
}

fn checklist<'a>(content: &'a [Content], id: &ContentId) -> Option<&'a Checklist> {
    content.iter().find_map(|content| match content {
        Content::Checklist(checklist) if checklist.id == *id => Some(checklist),
        _ => None,
    })
}

/// What the user in `column` of `audit` calls themselves, as SQL. An operator's token may be called
/// as a user is.
fn name_of(column: &str, name: &str) -> String {
    let is_user = if column == "actor" { "AND cause <> 'operator'" } else { "" };
    let text = text_trait("name", "name");
    format!("(SELECT {text} FROM user WHERE user.user_id = audit.{column} {is_user}) AS {name}")
}

/// A page of what became of items in the account `name`; `None` if there is no such account.
pub(crate) async fn audit(
    env: &Env,
    name: &ObjectName,
    query: &AuditQuery,
) -> Result<Option<Page<AuditRow>>> {
    call::post(env, BINDING, &name.to_string(), AUDIT, query).await
}
