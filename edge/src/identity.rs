//! Reads identity tokens: JWTs signed by the host's server with HS256.
//!
//! The algorithm is pinned, whatever the token says of itself, and nothing of a token is
//! decoded before its length is known to be sane.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac as _};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, IgnoredAny},
};
use sha2::Sha256;
use shared::{
    identity::{Claims, MAX_TOKEN_CHARS, Proof, TokenFault},
    time::UnixMillis,
};

/// What `token` proves at `now`, if one of `secrets` has signed it.
pub(crate) fn prove(token: Option<&str>, secrets: &[String], now: UnixMillis) -> Proof {
    match token.map(|token| read(token, secrets, now)) {
        None => Proof::Missing,
        Some(Ok(claims)) => Proof::Signed(claims),
        Some(Err(fault)) => Proof::Refused(fault),
    }
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    /// Whether there is a `crit`: what its reader must understand, or else refuse the token
    /// (RFC 7515 §4.1.11). We know of no extension.
    #[serde(default, rename = "crit", deserialize_with = "is_there")]
    has_crit: bool,
}

/// That a field is there, whatever it says.
fn is_there<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(value).map(|IgnoredAny| true)
}

fn read(token: &str, secrets: &[String], now: UnixMillis) -> Result<Claims, TokenFault> {
    if token.len() > MAX_TOKEN_CHARS {
        return Err(TokenFault::TooLong);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(TokenFault::Malformed)?;
    let (header, payload) = signed.split_once('.').ok_or(TokenFault::Malformed)?;
    let Header { alg, has_crit } = decode(header)?;
    if alg != "HS256" {
        return Err(TokenFault::WrongAlgorithm);
    }
    if has_crit {
        return Err(TokenFault::UnknownExtension);
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| TokenFault::Malformed)?;
    // Compared in constant time, by the library.
    let is_signed_with = |secret: &String| {
        Hmac::<Sha256>::new_from_slice(secret.as_bytes())
            .is_ok_and(|mac| mac.chain_update(signed).verify_slice(&signature).is_ok())
    };
    if !secrets.iter().any(is_signed_with) {
        return Err(TokenFault::WrongSignature);
    }
    let claims: Claims = decode(payload)?;
    claims.check_time(now)?;
    Ok(claims)
}

fn decode<T: DeserializeOwned>(part: &str) -> Result<T, TokenFault> {
    let json = URL_SAFE_NO_PAD.decode(part).map_err(|_| TokenFault::Malformed)?;
    serde_json::from_slice(&json).map_err(|_| TokenFault::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_516_239_022_000);
    const HS256: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

    fn sign(header: &str, payload: &str, secret: &str) -> String {
        let signed = [header, payload].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".");
        let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(&signed);
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    #[track_caller]
    fn check(token: &str, want: Result<&str, TokenFault>) {
        let secrets = ["old".to_owned(), "new".to_owned()];
        let got = read(token, &secrets, NOW).map(|claims| claims.sub.as_str().to_owned());
        assert_eq!(got, want.map(str::to_owned));
    }

    #[test]
    fn either_active_secret_signs() {
        let payload = r#"{"sub":"ana","companyId":"acme","iat":1}"#;
        check(&sign(HS256, payload, "old"), Ok("ana"));
        check(&sign(HS256, payload, "new"), Ok("ana"));
        check(&sign(HS256, payload, "gone"), Err(TokenFault::WrongSignature));
    }

    /// Signed by another implementation, with the secret `your-256-bit-secret`.
    #[test]
    fn reads_a_token_that_somebody_else_signed() {
        let token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\
                     eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.\
                     SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
        let claims = read(token, &["your-256-bit-secret".to_owned()], NOW).unwrap();
        assert_eq!(claims.sub.as_str(), "1234567890");
    }

    #[test]
    fn the_algorithm_is_pinned() {
        let payload = r#"{"sub":"ana"}"#;
        check(&sign(r#"{"alg":"none"}"#, payload, "new"), Err(TokenFault::WrongAlgorithm));
        check(&sign(r#"{"alg":"HS512"}"#, payload, "new"), Err(TokenFault::WrongAlgorithm));
        let [header, payload] = [r#"{"alg":"none"}"#, payload].map(|p| URL_SAFE_NO_PAD.encode(p));
        check(&format!("{header}.{payload}."), Err(TokenFault::WrongAlgorithm));
    }

    #[test]
    fn a_token_with_a_critical_extension_is_refused_whatever_it_is() {
        let payload = r#"{"sub":"ana"}"#;
        for crit in [r#"["b64"]"#, r#"["exp"]"#, "[]", "null", r#""b64""#] {
            let header = format!(r#"{{"alg":"HS256","b64":true,"crit":{crit}}}"#);
            check(&sign(&header, payload, "new"), Err(TokenFault::UnknownExtension));
        }
        check(&sign(r#"{"alg":"HS256","kid":"2","x":{}}"#, payload, "new"), Ok("ana"));
    }

    #[test]
    fn what_is_no_token_is_refused_and_a_long_one_unread() {
        for token in ["", ".", "..", "a.b.c", "....."] {
            check(token, Err(TokenFault::Malformed));
        }
        check(&sign(HS256, r#"{"name":"ana"}"#, "new"), Err(TokenFault::Malformed));
        check(&"x".repeat(MAX_TOKEN_CHARS + 1), Err(TokenFault::TooLong));
        let late = r#"{"sub":"ana","exp":1516238990}"#;
        check(&sign(HS256, late, "new"), Err(TokenFault::Expired));
    }

    #[test]
    fn without_secrets_nothing_is_signed() {
        let token = sign(HS256, r#"{"sub":"ana"}"#, "");
        assert_eq!(prove(Some(&token), &[], NOW), Proof::Refused(TokenFault::WrongSignature));
        assert_eq!(prove(None, &[], NOW), Proof::Missing);
    }
}
