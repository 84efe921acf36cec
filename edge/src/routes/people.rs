//! `/v1/accounts/{id}/people/{user}`: one person, and what the vendor's staff did for them.

use shared::id::{AccountId, ContentId, ItemId, UserId};
use worker::Env;

use crate::{
    access::Operator,
    error::{ApiError, Resource},
    http::{Reply, Request, query::Query},
    objects::{
        ObjectName,
        account::{self, PersonQuery, Tick, Ticked},
    },
};

/// `GET /v1/accounts/{id}/people/{user}`: who a person is, and how far in their checklists.
///
/// - Query: `locale`, the language of titles.
/// - Answer: the row that `GET /v1/accounts/{id}` has of them, and `checklists: [{id, title,
///   is_finished, is_dismissed, items}]`; see [`account::PersonDetail`].
/// - Errors: 404 `unknown_person`.
pub(super) async fn get(
    request: &Request,
    env: &Env,
    operator: &Operator,
    (account, user): (&str, &str),
) -> Result<Reply, ApiError> {
    let (name, query) = place(request, operator, account, user)?;
    let person: Option<account::PersonDetail> = account::person(env, &name, &query).await?;
    Ok(Reply::json(&person.ok_or(ApiError::Unknown(Resource::Person))?)?)
}

/// `PUT /v1/accounts/{id}/people/{user}/checklists/{checklist}/items/{item}`: marks an item of the
/// vendor's as done; `DELETE` takes that back. Doing either again changes nothing.
///
/// An item of scope `account` is done, or not, for everybody in the account. Items that wait for
/// it open on each person's next visit, when a list that is complete is noticed too.
///
/// - Query: `locale`, the language of titles.
/// - Answer: 200 with the checklist as it stands, as `GET /v1/accounts/{id}/people/{user}` has it.
/// - Errors: 404 `unknown_person`, `unknown_content`, `unknown_item`; 409 `item_not_vendors`.
pub(super) async fn tick(
    request: &Request,
    env: &Env,
    operator: &Operator,
    (account, user, checklist, item): (&str, &str, &str, &str),
    is_done: bool,
) -> Result<Reply, ApiError> {
    let (name, of) = place(request, operator, account, user)?;
    let checklist = ContentId::try_from(checklist);
    let checklist = checklist.map_err(|_| ApiError::Unknown(Resource::Content))?;
    let item = ItemId::try_from(item).map_err(|_| ApiError::Unknown(Resource::Item))?;
    let tick = Tick { of, checklist, item, is_done, operator: operator.label.clone() };
    match account::tick(env, &name, &tick).await? {
        Ticked::Stands(checklist) => Ok(Reply::json(&checklist)?),
        Ticked::UnknownPerson => Err(ApiError::Unknown(Resource::Person)),
        Ticked::UnknownChecklist => Err(ApiError::Unknown(Resource::Content)),
        Ticked::UnknownItem => Err(ApiError::Unknown(Resource::Item)),
        Ticked::NotVendors => Err(ApiError::Conflict {
            code: "item_not_vendors",
            detail: "this item is the customer's to do; only items with the owner `vendor` are \
                     marked as done by operators",
        }),
    }
}

/// The object of `account`, and whom to look for in it.
fn place(
    request: &Request,
    operator: &Operator,
    account: &str,
    user: &str,
) -> Result<(ObjectName, PersonQuery), ApiError> {
    let unknown = || ApiError::Unknown(Resource::Person);
    let account = AccountId::try_from(account).map_err(|_| unknown())?;
    let user = UserId::try_from(user).map_err(|_| unknown())?;
    let locale = Query::of(request)?.locale();
    let workspace = operator.workspace.clone();
    let name = ObjectName::Account(workspace.clone(), account);
    Ok((name, PersonQuery { workspace, user, locale }))
}
