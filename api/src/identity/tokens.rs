//! Access tokens: short-lived JWTs under one pinned algorithm. They name a log-in; whether that log-in goes on is asked
//! of the database at every request.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{error::Error, secrets::Keys};

/// How long an access token lives.
pub const LIVES: TimeDelta = TimeDelta::minutes(10);

const ALGORITHM: Algorithm = Algorithm::HS256;
const ISSUER: &str = "inzage";
const AUDIENCE: &str = "inzage";
/// The type of an access token (RFC 9068), so that no other token passes for one.
const TYPE: &str = "at+jwt";

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    /// Person.
    sub: Uuid,
    /// Log-in.
    sid: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// Writes and reads access tokens.
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl Tokens {
    /// With the deployment's key.
    #[must_use]
    pub fn new(keys: &Keys) -> Self {
        let mut validation = Validation::new(ALGORITHM);
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[ISSUER]);
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        // The library would ask the system for the time; the injected clock decides, below.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        Self {
            encoding: EncodingKey::from_secret(keys.token.as_slice()),
            decoding: DecodingKey::from_secret(keys.token.as_slice()),
            validation,
        }
    }

    /// A token for a log-in of a person.
    ///
    /// # Errors
    /// When signing fails.
    pub fn write(&self, session: Uuid, person: Uuid, now: DateTime<Utc>) -> Result<String, Error> {
        let header = Header { typ: Some(TYPE.to_owned()), ..Header::new(ALGORITHM) };
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: person,
            sid: session,
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + LIVES).timestamp(),
        };
        encode(&header, &claims, &self.encoding).map_err(|error| Error::Identity(error.to_string()))
    }

    /// The log-in that a token names, or `None` when the token is not good now.
    #[must_use]
    pub fn read(&self, token: &str, now: DateTime<Utc>) -> Option<Uuid> {
        let token = decode::<Claims>(token, &self.decoding, &self.validation).ok()?;
        let now = now.timestamp();
        let good = token.header.typ.as_deref() == Some(TYPE) && token.claims.nbf <= now && now < token.claims.exp;
        good.then_some(token.claims.sid)
    }
}
