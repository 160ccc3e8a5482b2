//! What a mutation gives back: what it made or changed, read again through the session, and what was refused.

use async_graphql::{Context, Enum, ID, SimpleObject};
use entity::document;
use sea_orm::{ColumnTrait, Condition};

use super::{
    answer::{Answer, guest_or},
    case::Case,
    dossier::{Document, WithheldDocument},
    mutation::reread,
};
use crate::{
    commands::{Outcome, complaint::ComplaintForm},
    error::{Error, Failure},
    identity::{Access, TokenPair},
    ids::{Kind, id},
    problem::{self, ProblemCode},
    store::Done,
};

/// Why something was refused, and what to do about it.
#[derive(Clone, Debug, SimpleObject)]
pub struct Problem {
    /// What kind of refusal it is.
    code: ProblemCode,
    /// The path to the field, from the mutation's arguments on; list places are numbers from 0.
    path: Vec<String>,
    /// What to do, in your language.
    message: String,
}

/// Sorts an outcome into what was done and what was refused. A failure inside is an error, masked.
pub(super) fn told<T>(ctx: &Context<'_>, outcome: Result<T, Failure>) -> Answer<(Option<T>, Vec<Problem>)> {
    match outcome {
        Ok(done) => Ok((Some(done), Vec::new())),
        Err(Failure::Internal(error)) => Err(error.into()),
        Err(Failure::Refused(problems)) => {
            let language = guest_or(ctx).map_or(entity::words::Language::Nl, |session| session.viewer().language());
            let told = problems.into_iter().map(|problem: problem::Problem| Problem {
                code: problem.code,
                message: problem.message(language).to_owned(),
                path: problem.path,
            });
            Ok((None, told.collect()))
        }
    }
}

/// The same for a mutation whose fields are not gathered in an `input`.
pub(super) fn told_plainly<T>(ctx: &Context<'_>, outcome: Result<T, Failure>) -> Answer<(Option<T>, Vec<Problem>)> {
    told(
        ctx,
        outcome.map_err(|failure| match failure {
            Failure::Refused(problems) => Failure::Refused(problems.into_iter().map(problem::Problem::without_input).collect()),
            Failure::Internal(error) => Failure::Internal(error),
        }),
    )
}

/// The case after a command.
#[derive(SimpleObject)]
pub struct CasePayload {
    /// The case as it is now for you; `null` when the command was refused, and when your part in the case ended with it.
    case: Option<Case>,
    /// Why it was refused; empty when it was done.
    problems: Vec<Problem>,
}

impl CasePayload {
    pub(super) async fn of(ctx: &Context<'_>, done: Option<Done>, problems: Vec<Problem>) -> Answer<Self> {
        Ok(Self { case: reread(ctx, done.and_then(|done| done.case_id)).await?, problems })
    }
}

/// The case after a command.
pub(super) async fn after(ctx: &Context<'_>, outcome: Outcome) -> Answer<CasePayload> {
    let (done, problems) = told(ctx, outcome)?;
    Ok(CasePayload { case: reread(ctx, done.and_then(|done| done.case_id)).await?, problems })
}

/// The case that was opened, or the draft that was kept.
#[derive(SimpleObject)]
pub struct FilePayload {
    /// The case; `null` when something was missing.
    case: Option<Case>,
    /// The draft that was kept, when something was missing.
    draft: Option<ComplaintForm>,
    /// What was missing; empty when the complaint was filed.
    problems: Vec<Problem>,
}

impl FilePayload {
    pub(super) async fn after(ctx: &Context<'_>, outcome: Outcome) -> Answer<Self> {
        let (done, problems) = told(ctx, outcome)?;
        let draft = if done.is_none() { kept_draft(ctx).await? } else { None };
        Ok(Self { case: reread(ctx, done.and_then(|done| done.case_id)).await?, draft, problems })
    }
}

async fn kept_draft(ctx: &Context<'_>) -> Answer<Option<ComplaintForm>> {
    let Some(session) = guest_or(ctx) else { return Ok(None) };
    let draft = session.draft().await?;
    Ok(draft.map(|draft| serde_json::from_value(draft.form.clone())).transpose().map_err(Error::from)?)
}

/// The draft that was kept.
#[derive(SimpleObject)]
pub struct DraftPayload {
    /// The draft.
    draft: Option<ComplaintForm>,
    /// Why it was not kept; empty when it was.
    problems: Vec<Problem>,
}

impl DraftPayload {
    pub(super) async fn after(ctx: &Context<'_>, outcome: Result<(), Failure>) -> Answer<Self> {
        let (_, problems) = told(ctx, outcome)?;
        Ok(Self { draft: kept_draft(ctx).await?, problems })
    }
}

/// The document that entered the dossier.
#[derive(SimpleObject)]
pub struct DocumentPayload {
    /// The document; `null` when it was refused.
    document: Option<Document>,
    /// The case as it is now for you.
    case: Option<Case>,
    /// Why it was refused; empty when it was done.
    problems: Vec<Problem>,
}

impl DocumentPayload {
    pub(super) async fn after(ctx: &Context<'_>, outcome: Outcome) -> Answer<Self> {
        let (done, problems) = told(ctx, outcome)?;
        let Done { case_id, subject_id } = done.unwrap_or_default();
        let document = match (guest_or(ctx), subject_id) {
            (Some(session), Some(id)) if ctx.look_ahead().field("document").exists() => {
                session.one::<document::Entity>(Condition::all().add(document::Column::Id.eq(id))).await?.map(Document)
            }
            _ => None,
        };
        Ok(Self { document, case: reread(ctx, case_id).await?, problems })
    }
}

/// What was done with a withheld document.
#[derive(SimpleObject)]
pub struct WithheldPayload {
    /// The document; `null` when it was refused, and when it was taken back.
    withheld_document: Option<WithheldDocument>,
    /// The notice that it stays outside the dossier and plays no role, in your language.
    notice: Option<String>,
    /// Why it was refused; empty when it was done.
    problems: Vec<Problem>,
}

impl WithheldPayload {
    pub(super) async fn after(ctx: &Context<'_>, outcome: Outcome) -> Answer<Self> {
        let (done, problems) = told(ctx, outcome)?;
        let document = match (guest_or(ctx), done.and_then(|done| done.subject_id)) {
            (Some(session), Some(id)) => session.withheld_one(id).await?,
            _ => None,
        };
        let notice = guest_or(ctx).filter(|_| document.is_some()).map(|session| match session.viewer().language() {
            entity::words::Language::Nl => {
                "Dit stuk komt niet in het dossier en speelt geen rol bij het oordeel. Alleen u ziet het. U kunt de voorwaarde opheffen of het terugnemen."
            }
            entity::words::Language::En => {
                "This document does not enter the dossier and plays no role in the verdict. Only you see it. You can lift the condition, or take it back."
            }
        });
        Ok(Self { withheld_document: document.map(WithheldDocument), notice: notice.map(str::to_owned), problems })
    }
}

/// The tokens of a log-in.
#[derive(SimpleObject)]
pub struct TokenPayload {
    /// The tokens; `null` when it was refused.
    tokens: Option<TokenPair>,
    /// Why it was refused; empty when it was done.
    problems: Vec<Problem>,
}

impl From<(Option<TokenPair>, Vec<Problem>)> for TokenPayload {
    fn from((tokens, problems): (Option<TokenPair>, Vec<Problem>)) -> Self {
        Self { tokens, problems }
    }
}

/// Whether something was done with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum Status {
    /// It was done.
    Done,
    /// It was refused.
    Refused,
}

/// What came of a change to your own account.
#[derive(SimpleObject)]
pub struct AccountPayload {
    /// Whether it was done.
    status: Status,
    /// Why it was refused; empty when it was done.
    problems: Vec<Problem>,
}

impl From<(Option<()>, Vec<Problem>)> for AccountPayload {
    fn from((done, problems): (Option<()>, Vec<Problem>)) -> Self {
        Self { status: if done.is_some() { Status::Done } else { Status::Refused }, problems }
    }
}

/// An invitation that was made.
#[derive(SimpleObject)]
pub struct InvitationPayload {
    /// The invitation's id.
    invitation_id: Option<ID>,
    /// Its code, told this once: hand it to the person. `null` when the same request was carried out before.
    code: Option<String>,
    /// Why it was refused; empty when it was done.
    problems: Vec<Problem>,
}

impl From<(Option<(uuid::Uuid, Option<String>)>, Vec<Problem>)> for InvitationPayload {
    fn from((made, problems): (Option<(uuid::Uuid, Option<String>)>, Vec<Problem>)) -> Self {
        let (invitation, code) = made.unzip();
        Self { invitation_id: invitation.map(|uuid| id(Kind::Invitation, uuid)), code: code.flatten(), problems }
    }
}

/// The case, and a code to be handed to somebody.
#[derive(SimpleObject)]
pub struct CaseInvitationPayload {
    /// The case as it is now for you; `null` when it was refused, or when it is not for you to inspect.
    case: Option<Case>,
    /// A one-time code with which somebody joins the case (`joinCase`, `joinCaseWithoutAccount`), told this once: hand it to
    /// them. `null` when the same request was carried out before.
    code: Option<String>,
    /// The invitation, to revoke it with; of a confidant's.
    invitation_id: Option<ID>,
    /// Why it was refused; empty when it was done.
    problems: Vec<Problem>,
}

impl CaseInvitationPayload {
    pub(super) async fn after(ctx: &Context<'_>, outcome: Result<(Done, Option<String>), Failure>) -> Answer<Self> {
        let (made, problems) = told(ctx, outcome)?;
        let (done, code) = made.unzip();
        let invitation = done.and_then(|done| done.subject_id.filter(|subject| Some(*subject) != done.case_id));
        Ok(Self {
            case: reread(ctx, done.and_then(|done| done.case_id)).await?,
            code: code.flatten(),
            invitation_id: invitation.map(super::register::invitation),
            problems,
        })
    }
}

/// What somebody without an account follows their case with.
#[derive(SimpleObject)]
pub struct AccessPayload {
    /// The access code, told this once: keep it. With it `openWithAccessCode` gives tokens.
    access_code: Option<String>,
    /// Tokens for now.
    tokens: Option<TokenPair>,
    /// The case.
    case_id: Option<ID>,
    /// Why it was refused; empty when it was done.
    problems: Vec<Problem>,
}

impl From<(Option<Access>, Vec<Problem>)> for AccessPayload {
    fn from((access, problems): (Option<Access>, Vec<Problem>)) -> Self {
        let Some(access) = access else { return Self { access_code: None, tokens: None, case_id: None, problems } };
        Self {
            access_code: Some(access.code),
            tokens: Some(access.tokens),
            case_id: access.case_id.map(|case| id(Kind::Case, case)),
            problems,
        }
    }
}

/// A day that was added to the calendar.
#[derive(SimpleObject)]
pub struct HolidayPayload {
    /// Whether it was done.
    status: Status,
    /// Why it was refused; empty when it was done.
    problems: Vec<Problem>,
}

impl From<(Option<Done>, Vec<Problem>)> for HolidayPayload {
    fn from((done, problems): (Option<Done>, Vec<Problem>)) -> Self {
        Self { status: if done.is_some() { Status::Done } else { Status::Refused }, problems }
    }
}
