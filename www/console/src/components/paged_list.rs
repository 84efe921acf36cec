//! A list in all its states.

use yew::prelude::*;

use super::{More, Panel};
use crate::{hooks::UseListHandle, model::Row, wording::listed};

/// Properties of [`PagedList`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct PagedListProps<R: Row> {
    /// The heading's id, unique in the page.
    pub(crate) id: &'static str,
    /// The heading.
    pub(crate) title: AttrValue,
    /// What a row is about, such as `account`.
    pub(crate) noun: &'static str,
    /// What is loaded, and the way to more.
    pub(crate) list: UseListHandle<R>,
    /// The columns' names.
    pub(crate) columns: &'static [&'static str],
    /// Whether a column of buttons follows those that have names.
    #[prop_or_default]
    pub(crate) has_actions: bool,
    /// What can be done with all of it: buttons.
    #[prop_or_default]
    pub(crate) tools: Html,
    /// What stands in place of a table without rows.
    pub(crate) empty: Html,
    /// Asks for the first page again.
    pub(crate) on_retry: Callback<()>,
    /// The rows.
    pub(crate) children: Html,
}

/// Loading, failed, empty, or a table with the way to more: a table on a wide screen, cards on a
/// narrow one.
///
/// The roles are said out loud because the style sheet takes the table's layout away on a narrow
/// screen, and browsers take its meaning away with it.
#[component]
pub(crate) fn PagedList<R: Row>(props: &PagedListProps<R>) -> Html {
    let PagedListProps { id, title, columns, on_retry, .. } = props;
    let UseListHandle { list, on_more } = &props.list;
    let n_rows = list.rows.as_ref().map_or(0, Vec::len);
    let has_more = list.next.is_some();
    html! {
        <Panel {id} {title} phase={list.first.clone()} status={listed(n_rows, has_more, props.noun)}
            is_loaded={list.rows.is_some()} tools={props.tools.clone()} {on_retry}>
            if n_rows == 0 {
                { props.empty.clone() }
            } else {
                <table class="table" role="table" aria-labelledby={*id}>
                    <thead role="rowgroup">
                        <tr role="row">
                            for name in *columns {
                                <th role="columnheader" scope="col">{ *name }</th>
                            }
                            if props.has_actions {
                                <th role="columnheader" scope="col">
                                    <span class="unseen">{ "Actions" }</span>
                                </th>
                            }
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{ props.children.clone() }</tbody>
                </table>
                <More phase={list.more.clone()} {has_more} {on_more} />
            }
        </Panel>
    }
}
