//! What is wrong with new content, in words.

use super::sentence;
use crate::api::ApiError;

/// The field at fault, `/id` or `/copy`, and what is wrong with it; `None` if no field is.
pub(crate) fn creation_fault(error: &ApiError) -> Option<(&'static str, String)> {
    let said = |text: &str| text.to_owned();
    match error {
        _ if error.is("version_conflict") => {
            Some(("/id", said("This ID is taken, or was once. Choose another one.")))
        }
        ApiError::Refused { code, detail, .. } if code == "id_taken" => {
            Some(("/id", sentence(detail)))
        }
        _ if error.is("unknown_content") => {
            Some(("/copy", said("It is not there any more. Choose something else.")))
        }
        _ => {
            let fault = error.faults().iter().find(|fault| fault.pointer == "/id")?;
            Some(("/id", sentence(&fault.detail)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_the_fault_of_the_id() {
        let refused = |code: &str| ApiError::Refused {
            code: code.to_owned(),
            detail: "the id is another’s".to_owned(),
            pointer: None,
            faults: vec![],
        };
        let field = |code| creation_fault(&refused(code)).map(|(field, _)| field);
        assert_eq!(field("version_conflict"), Some("/id"));
        assert_eq!(field("unknown_content"), Some("/copy"));
        assert_eq!(field("other"), None);
        let (_, detail) = creation_fault(&refused("id_taken")).unwrap();
        assert_eq!(detail, "The id is another’s.");
    }
}
