//! Who somebody is: passwords ([`passwords`]), tokens ([`tokens`]), and what people do with their account.
//!
//! No answer here, nor the time it takes, tells whether an account exists.

pub mod passwords;
pub mod tokens;

use std::{net::IpAddr, num::NonZeroU32, sync::Arc};

use async_graphql::{InputObject, SimpleObject};
use chrono::TimeDelta;
use entity::words::{Language, Office};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use serde::Serialize;
use uuid::Uuid;

use self::{passwords::Passwords, tokens::Tokens};
use crate::{
    clock,
    commands::{
        check::Check,
        complaint::{self, ANONYMOUS, ComplaintForm, FileComplaint},
    },
    error::{Error, Failure},
    ids,
    problem::{Problem, ProblemCode},
    rules::{command::may_hold_together, procedure::Procedure},
    secrets::Keys,
    store::{
        Request, Session,
        system::{Invited, Made, Rotation, System},
    },
};

/// How long a refresh token can be used.
const REFRESH_LIVES: TimeDelta = TimeDelta::days(14);

/// The tokens of a log-in.
#[derive(Clone, Debug, SimpleObject)]
pub struct TokenPair {
    /// For the `Authorization: Bearer` header. It lives for ten minutes.
    pub access_token: String,
    /// To be exchanged once for the next pair, within fourteen days. Using it twice ends the log-in.
    pub refresh_token: String,
    /// Seconds that the access token lives.
    pub expires_in: i64,
}

/// An invitation to open an account.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct InvitePerson {
    /// A key of your own making: the same request under the same key has no second effect.
    pub idempotency_key: String,
    /// Address by which the person will log in.
    pub email: String,
    /// Name.
    pub name: String,
    /// Job title, for staff.
    pub function: Option<String>,
    /// Whether the person is staff, and so in the staff directory.
    pub staff: bool,
    /// The offices that come with the account.
    #[graphql(default)]
    pub offices: Vec<Office>,
}

/// Identity as a service over the unscoped door of the store.
pub struct Identity {
    system: System,
    passwords: Passwords,
    tokens: Tokens,
    clock: clock::Clock,
    limiter: DefaultKeyedRateLimiter<IpAddr>,
}

impl Identity {
    /// Identity over a store.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new(system: System, keys: &Keys, clock: clock::Clock) -> Result<Self, Error> {
        Ok(Self { system, passwords: Passwords::new()?, tokens: Tokens::new(keys), clock, limiter: RateLimiter::keyed(RATE) })
    }

    /// The hasher of passwords.
    #[must_use]
    pub fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    /// The session behind a bearer token, or `None` when the token is not good or its log-in ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn authenticate(&self, bearer: &str) -> Result<Option<Session>, Error> {
        match self.tokens.read(bearer, self.clock.now()) {
            Some(login_session) => self.system.session(login_session).await,
            None => Ok(None),
        }
    }

    /// Logs somebody in.
    ///
    /// # Errors
    /// [`ProblemCode::WrongCredentials`], whatever was wrong.
    pub async fn log_in(&self, organisation: &str, email: &str, password: &str) -> Result<TokenPair, Failure> {
        let (organisation, email) = (organisation.trim(), email.trim().to_lowercase());
        // No account has such a name, and PostgreSQL takes no zero byte.
        let plain = ![organisation, email.as_str()].iter().any(|text| text.len() > 300 || text.contains(char::is_control));
        let account = if plain { self.system.account(organisation, &email).await? } else { None };
        let (person, hash) = match account {
            Some((person, hash)) => (Some(person), Some(hash)),
            None => (None, None),
        };
        // For an unknown name a hash of nothing is checked, so that the answer takes as long.
        let right = self.passwords.verify(password, hash).await?;
        match person.filter(|_| right) {
            Some(person) => self.start(person).await,
            None => Err(Problem::new(
                ProblemCode::WrongCredentials,
                &[],
                "Organisatie, e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw.",
                "Organisation, address and password do not belong together. Try again.",
            )
            .into()),
        }
    }

    async fn start(&self, person: Uuid) -> Result<TokenPair, Failure> {
        let refresh_token = ids::secret(clock::random()?);
        let session = self.system.start_session(person, &refresh_token, REFRESH_LIVES).await?;
        Ok(self.pair(session, person, refresh_token)?)
    }

    fn pair(&self, session: Uuid, person: Uuid, refresh_token: String) -> Result<TokenPair, Error> {
        let access_token = self.tokens.write(session, person, self.clock.now())?;
        Ok(TokenPair { access_token, refresh_token, expires_in: tokens::LIVES.num_seconds() })
    }

    /// Exchanges a refresh token.
    ///
    /// # Errors
    /// [`ProblemCode::Expired`], whatever was wrong with it.
    pub async fn refresh(&self, token: &str) -> Result<TokenPair, Failure> {
        let next = ids::secret(clock::random()?);
        match self.system.rotate(token, &next, REFRESH_LIVES).await? {
            Rotation::Goes(session, person) => Ok(self.pair(session, person, next)?),
            Rotation::Refused | Rotation::Reused => Err(expired("refreshToken")),
        }
    }

    /// Ends the log-in that a request came with, on the server.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn log_out(&self, session: &Session) -> Result<(), Failure> {
        Ok(self.system.end_session(session.viewer().login_session()).await?)
    }

    /// Changes the password and ends the person's other log-ins.
    ///
    /// # Errors
    /// [`ProblemCode::WrongCredentials`] or [`ProblemCode::WeakPassword`].
    pub async fn change_password(&self, session: &Session, current: &str, new: &str) -> Result<(), Failure> {
        let person = session.viewer().person();
        let (hash, holder) = self.system.password_hash(person).await?;
        if !self.passwords.verify(current, hash).await? {
            return Err(Problem::new(
                ProblemCode::WrongCredentials,
                &["currentPassword"],
                "Dit is niet uw huidige wachtwoord.",
                "This is not your current password.",
            )
            .into());
        }
        passwords::strong(new, &["newPassword"], &holder)?;
        let hash = self.passwords.hash(new).await?;
        Ok(self.system.set_password(person, &hash, session.viewer().login_session()).await?)
    }

    /// Invites somebody to open an account. Returns the code once; a repeated request gives none.
    ///
    /// # Errors
    /// [`ProblemCode::NotYours`] for anybody but an administrator.
    pub async fn invite(&self, session: &Session, input: InvitePerson) -> Result<(Uuid, Option<String>), Failure> {
        if !session.viewer().administers() {
            return Err(Problem::new(
                ProblemCode::NotYours,
                &[],
                "Alleen een beheerder nodigt mensen uit.",
                "Only an administrator invites people.",
            )
            .into());
        }
        let request = Request::new(&input.idempotency_key, "invitePerson", &input)?;
        let mut check = Check::default();
        check.key(&input.idempotency_key);
        let invited = Invited {
            email: check.email(&["email"], &input.email),
            name: check.line(&["name"], Some(&input.name), 120),
            function: check.optional_line(&["function"], input.function.as_deref(), 120),
            // Whoever holds an office is in the directory, so that a complaint can name them (S36).
            staff: input.staff || !input.offices.is_empty(),
            offices: check.distinct(&["offices"], input.offices, 10),
        };
        check.done()?;
        if !may_hold_together(&invited.offices) {
            return Err(Problem::new(
                ProblemCode::Malformed,
                &["offices"],
                "Een beheerder behandelt geen zaken, en wie namens het bestuur optreedt zit niet in de commissie.",
                "An administrator handles no cases, and whoever acts for the board does not sit on the commission.",
            )
            .into());
        }
        let code = ids::secret(clock::random()?);
        let made = self.system.invite(session.viewer(), &code, &invited, request).await?;
        Ok(match made {
            Made::Now(id) => (id, Some(code)),
            Made::Before(id) => (id, None),
        })
    }

    /// Opens the account that an invitation offers, and logs its holder in.
    ///
    /// # Errors
    /// [`ProblemCode::Expired`] or [`ProblemCode::WeakPassword`].
    pub async fn accept(&self, code: &str, password: &str, language: Language) -> Result<TokenPair, Failure> {
        // An unknown code costs no hash: there is nothing to hide, since nobody guesses 256 bits.
        let Some(holder) = self.system.offered(code).await? else { return Err(expired("code")) };
        passwords::strong(password, &["password"], &holder)?;
        let hash = self.passwords.hash(password).await?;
        match self.system.accept(code, language, &hash).await? {
            Some(person) => self.start(person).await,
            None => Err(expired("code")),
        }
    }
}

/// The address from which a request came.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// What somebody without an account follows a case with.
#[derive(Clone, Debug)]
pub struct Access {
    /// The access code, told once.
    pub code: String,
    /// Tokens for now.
    pub tokens: TokenPair,
    /// The case.
    pub case_id: Option<Uuid>,
}

/// How often one address may try a code, or file without an account: thirty times, and then thirty times a minute.
const RATE: Quota = Quota::per_minute(NonZeroU32::MIN.saturating_add(29));

impl Identity {
    /// Whether this address may try once more now.
    #[must_use]
    pub fn within_rate(&self, address: IpAddr) -> bool {
        // What is forgotten would be let through anyway.
        if self.limiter.len() > 10_000 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&address).is_ok()
    }

    /// An organisation as anybody may know it: its name, and its procedure.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organisation(&self, slug: &str) -> Result<Option<(String, Arc<Procedure>)>, Error> {
        if slug.len() > 300 || slug.contains(char::is_control) {
            return Ok(None);
        }
        let Some(row) = self.system.organisation(slug).await? else { return Ok(None) };
        Ok(Some((row.name, self.system.procedure_of(row.procedure_id).await?)))
    }

    /// Files a complaint for somebody without an account, who keeps their name to themselves.
    ///
    /// # Errors
    /// [`ProblemCode::NotFound`] for an unknown organisation; otherwise as filing says.
    pub async fn file_anonymously(&self, organisation: &str, form: ComplaintForm, language: Language) -> Result<Access, Failure> {
        let found = match self.organisation(organisation).await? {
            Some(_) => self.system.organisation(organisation).await?,
            None => None,
        };
        let found = found.ok_or_else(|| Problem::not_found(&["organisation"]))?;
        let code = ids::access_code(clock::random()?);
        let person = self.system.open_by_code(found.id, ANONYMOUS, language, &ids::plain_code(&code)).await?;
        let tokens = self.start(person).await?;
        let session = self.authenticate(&tokens.access_token).await?.ok_or(Error::Invariant("a session that was started is there"))?;
        let input = FileComplaint { idempotency_key: ids::secret(clock::random()?), form, confidentiality: None };
        match complaint::file(&session, &input).await {
            Ok(done) => Ok(Access { code, tokens, case_id: done.case_id }),
            Err(failure) => {
                self.system.close_by_code(person).await?;
                Err(failure)
            }
        }
    }

    /// Logs somebody in who comes back with an access code.
    ///
    /// # Errors
    /// [`ProblemCode::Expired`] for an unknown code.
    pub async fn open_with_access_code(&self, code: &str) -> Result<TokenPair, Failure> {
        match self.system.by_access_code(&ids::plain_code(code)).await? {
            Some(person) => self.start(person).await,
            None => Err(expired("accessCode")),
        }
    }

    /// Joins a case with a one-time code, for somebody without an account.
    ///
    /// # Errors
    /// [`ProblemCode::Expired`] for a code that is not good.
    pub async fn join(&self, invitation: &str, language: Language) -> Result<Access, Failure> {
        let code = ids::access_code(clock::random()?);
        let (person, done) = self.system.join(invitation, &ids::plain_code(&code), language).await?;
        Ok(Access { code, tokens: self.start(person).await?, case_id: done.case_id })
    }
}

fn expired(field: &str) -> Failure {
    Problem::new(
        ProblemCode::Expired,
        &[field],
        "Dit is onbekend, gebruikt of verlopen. Log opnieuw in of vraag een nieuwe uitnodiging.",
        "This is unknown, used or expired. Log in again, or ask for a new invitation.",
    )
    .into()
}
