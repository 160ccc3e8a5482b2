//! What can be done. Each entry names a command; what was refused comes back as problems, never as an error.

use std::sync::Arc;

use async_graphql::{Context, Object};
use entity::words::Language;

use super::{
    answer::{Answer, guest_or, session},
    payload::{
        AccountPayload, CasePayload, DocumentPayload, DraftPayload, FilePayload, InvitationPayload, TokenPayload, WithheldPayload, after,
        told, told_plainly,
    },
};
use crate::{
    commands::{
        Outcome,
        complaint::{self, FileComplaint, SaveComplaintDraft, WithdrawComplaint},
        dossier::{self, LiftCondition, RequestDocuments, SubmitDocument, SubmitWithheldDocument, WithdrawWithheldDocument},
        hearing::{self, RecordHearing, ScheduleHearing},
        intake::{self, AcknowledgeReceipt, DeclineComplaint, SeatMember, TakeUpComplaint},
        measures::{self, CloseCase, DecideMeasures, RecordMeasure, ReportMeasure},
        staff::{self, IdentifyStaff, InformStaff, InvolveStaff},
        verdict::{self, DraftVerdict, IssueVerdict, NoteDeliberation},
    },
    error::{Error, Failure},
    identity::{Identity, InvitePerson},
    problem::Problem,
};

/// What can be done.
#[derive(Default)]
pub struct Mutation;

fn identity<'a>(ctx: &Context<'a>) -> Answer<&'a Identity> {
    Ok(ctx.data_opt::<Arc<Identity>>().ok_or(Error::Invariant("a request carries identity"))?)
}

/// Carries a command out for whoever is logged in.
macro_rules! command {
    ($ctx:ident, $command:path, $input:ident) => {
        match guest_or($ctx) {
            Some(session) => $command(session, &$input).await,
            None => Outcome::Err(Failure::from(Problem::not_signed_in())),
        }
    };
}

/// What can be done.
#[Object]
impl Mutation {
    /// Log in. Whatever is wrong, the answer is the same, and takes as long.
    async fn log_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation's short name.")] organisation: String,
        #[graphql(desc = "Your mail address.")] email: String,
        #[graphql(desc = "Your password.", secret)] password: String,
    ) -> Answer<TokenPayload> {
        Ok(TokenPayload::from(told_plainly(ctx, identity(ctx)?.log_in(&organisation, &email, &password).await)?))
    }

    /// Exchange a refresh token for the next pair of tokens. A token that was used before ends its log-in.
    async fn refresh_log_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The refresh token.", secret)] refresh_token: String,
    ) -> Answer<TokenPayload> {
        Ok(TokenPayload::from(told_plainly(ctx, identity(ctx)?.refresh(&refresh_token).await)?))
    }

    /// Log out: the log-in ends on the server, and its tokens with it.
    async fn log_out(&self, ctx: &Context<'_>) -> Answer<AccountPayload> {
        let outcome = match guest_or(ctx) {
            Some(session) => identity(ctx)?.log_out(session).await,
            None => Err(Problem::not_signed_in().into()),
        };
        Ok(AccountPayload::from(told_plainly(ctx, outcome)?))
    }

    /// Change your password. Your other log-ins end.
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password that you have.", secret)] current_password: String,
        #[graphql(desc = "The password that you want, 12 to 128 characters.", secret)] new_password: String,
    ) -> Answer<AccountPayload> {
        let outcome = match guest_or(ctx) {
            Some(session) => identity(ctx)?.change_password(session, &current_password, &new_password).await,
            None => Err(Problem::not_signed_in().into()),
        };
        Ok(AccountPayload::from(told_plainly(ctx, outcome)?))
    }

    /// Invite somebody to open an account in your organisation: for administrators.
    async fn invite_person(&self, ctx: &Context<'_>, #[graphql(desc = "Whom.")] input: InvitePerson) -> Answer<InvitationPayload> {
        let outcome = match guest_or(ctx) {
            Some(session) => identity(ctx)?.invite(session, input).await,
            None => Err(Problem::not_signed_in().into()),
        };
        Ok(InvitationPayload::from(told(ctx, outcome)?))
    }

    /// Open the account that an invitation offers, and log in.
    async fn accept_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation's code.", secret)] code: String,
        #[graphql(desc = "The password that you want, 12 to 128 characters.", secret)] password: String,
        #[graphql(desc = "The language that you read.")] language: Language,
    ) -> Answer<TokenPayload> {
        Ok(TokenPayload::from(told_plainly(ctx, identity(ctx)?.accept(&code, &password, language).await)?))
    }

    /// Keep the draft of a complaint. Only you see it.
    async fn save_complaint_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft.")] input: SaveComplaintDraft,
    ) -> Answer<DraftPayload> {
        let outcome = match guest_or(ctx) {
            Some(session) => complaint::save_complaint_draft(session, &input).await,
            None => Err(Problem::not_signed_in().into()),
        };
        DraftPayload::after(ctx, outcome).await
    }

    /// File a complaint. When something is missing, every missing field is named and the form is kept as a draft.
    async fn file_complaint(&self, ctx: &Context<'_>, #[graphql(desc = "The complaint.")] input: FileComplaint) -> Answer<FilePayload> {
        let outcome = command!(ctx, complaint::file_complaint, input);
        FilePayload::after(ctx, outcome).await
    }

    /// Withdraw your complaint. The case ends.
    async fn withdraw_complaint(&self, ctx: &Context<'_>, #[graphql(desc = "Which.")] input: WithdrawComplaint) -> Answer<CasePayload> {
        after(ctx, command!(ctx, complaint::withdraw_complaint, input)).await
    }

    /// Acknowledge receipt in writing.
    async fn acknowledge_receipt(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The letter.")] input: AcknowledgeReceipt,
    ) -> Answer<CasePayload> {
        after(ctx, command!(ctx, intake::acknowledge_receipt, input)).await
    }

    /// Say which account a name in the complaint belongs to. Nobody is seated before that.
    async fn identify_staff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose name, and whose account.")] input: IdentifyStaff,
    ) -> Answer<CasePayload> {
        after(ctx, command!(ctx, staff::identify_staff, input)).await
    }

    /// Seat a member of the commission, or its secretary.
    async fn seat_member(&self, ctx: &Context<'_>, #[graphql(desc = "Who, and where.")] input: SeatMember) -> Answer<CasePayload> {
        after(ctx, command!(ctx, intake::seat_member, input)).await
    }

    /// Take the complaint up.
    async fn take_up_complaint(&self, ctx: &Context<'_>, #[graphql(desc = "The letter.")] input: TakeUpComplaint) -> Answer<CasePayload> {
        after(ctx, command!(ctx, intake::take_up_complaint, input)).await
    }

    /// Do not take the complaint up, on a ground and with reasons.
    async fn decline_complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Ground and reasons.")] input: DeclineComplaint,
    ) -> Answer<CasePayload> {
        after(ctx, command!(ctx, intake::decline_complaint, input)).await
    }

    /// Name another staff member who is involved.
    async fn involve_staff(&self, ctx: &Context<'_>, #[graphql(desc = "Who.")] input: InvolveStaff) -> Answer<CasePayload> {
        after(ctx, command!(ctx, staff::involve_staff, input)).await
    }

    /// Inform an accused or involved staff member: from then on the case exists for them.
    async fn inform_staff(&self, ctx: &Context<'_>, #[graphql(desc = "Who, and the letter.")] input: InformStaff) -> Answer<CasePayload> {
        after(ctx, command!(ctx, staff::inform_staff, input)).await
    }

    /// Hand a document in for the dossier, where both parties can read it.
    async fn submit_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: SubmitDocument,
    ) -> Answer<DocumentPayload> {
        let outcome = command!(ctx, dossier::submit_document, input);
        DocumentPayload::after(ctx, outcome).await
    }

    /// Hand a document in on condition that the other party may not see it. It stays outside the dossier and plays no
    /// role in the verdict; for everybody but you it does not exist.
    async fn submit_withheld_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: SubmitWithheldDocument,
    ) -> Answer<WithheldPayload> {
        let outcome = command!(ctx, dossier::submit_withheld_document, input);
        WithheldPayload::after(ctx, outcome).await
    }

    /// Lift the condition of your withheld document: it enters the dossier as if you handed it in now.
    async fn lift_condition(&self, ctx: &Context<'_>, #[graphql(desc = "Which.")] input: LiftCondition) -> Answer<DocumentPayload> {
        let outcome = command!(ctx, dossier::lift_condition, input);
        DocumentPayload::after(ctx, outcome).await
    }

    /// Take your withheld document back for good.
    async fn withdraw_withheld_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: WithdrawWithheldDocument,
    ) -> Answer<WithheldPayload> {
        let outcome = command!(ctx, dossier::withdraw_withheld_document, input);
        WithheldPayload::after(ctx, outcome).await
    }

    /// Ask a party or the organisation for documents.
    async fn request_documents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and by when.")] input: RequestDocuments,
    ) -> Answer<CasePayload> {
        after(ctx, command!(ctx, dossier::request_documents, input)).await
    }

    /// Give the hearing a date, or another one.
    async fn schedule_hearing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "When, where and who.")] input: ScheduleHearing,
    ) -> Answer<CasePayload> {
        after(ctx, command!(ctx, hearing::schedule_hearing, input)).await
    }

    /// Record that the hearing was held, with its minutes.
    async fn record_hearing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "When, and the minutes.")] input: RecordHearing,
    ) -> Answer<CasePayload> {
        after(ctx, command!(ctx, hearing::record_hearing, input)).await
    }

    /// Note a deliberation. Only the commission reads it.
    async fn note_deliberation(&self, ctx: &Context<'_>, #[graphql(desc = "The note.")] input: NoteDeliberation) -> Answer<CasePayload> {
        after(ctx, command!(ctx, verdict::note_deliberation, input)).await
    }

    /// Draft the verdict, or draft it anew. Only the commission reads it.
    async fn draft_verdict(&self, ctx: &Context<'_>, #[graphql(desc = "The draft.")] input: DraftVerdict) -> Answer<CasePayload> {
        after(ctx, command!(ctx, verdict::draft_verdict, input)).await
    }

    /// Issue the verdict as it was drafted.
    async fn issue_verdict(&self, ctx: &Context<'_>, #[graphql(desc = "Of which case.")] input: IssueVerdict) -> Answer<CasePayload> {
        after(ctx, command!(ctx, verdict::issue_verdict, input)).await
    }

    /// Record a measure that is considered. Only the board sees it until it decides.
    async fn record_measure(&self, ctx: &Context<'_>, #[graphql(desc = "The measure.")] input: RecordMeasure) -> Answer<CasePayload> {
        after(ctx, command!(ctx, measures::record_measure, input)).await
    }

    /// Decide whether, and which, measures follow, and tell the complainant.
    async fn decide_measures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and the letter.")] input: DecideMeasures,
    ) -> Answer<CasePayload> {
        after(ctx, command!(ctx, measures::decide_measures, input)).await
    }

    /// Report that a measure was carried out, with what shows it and what it changed.
    async fn report_measure(&self, ctx: &Context<'_>, #[graphql(desc = "The report.")] input: ReportMeasure) -> Answer<CasePayload> {
        after(ctx, command!(ctx, measures::report_measure, input)).await
    }

    /// Close the case with a letter.
    async fn close_case(&self, ctx: &Context<'_>, #[graphql(desc = "The letter.")] input: CloseCase) -> Answer<CasePayload> {
        after(ctx, command!(ctx, measures::close_case, input)).await
    }
}

/// Kept so that a payload can read the case again through the same session.
pub(super) async fn reread(ctx: &Context<'_>, case_id: Option<uuid::Uuid>) -> Answer<Option<super::case::Case>> {
    let (Some(_), Some(case_id)) = (guest_or(ctx), case_id) else { return Ok(None) };
    let plan = super::plan::plan(&ctx.look_ahead().field("case"));
    Ok(session(ctx)?.case_file(case_id, &plan).await?.map(|file| super::case::Case(Arc::new(file))))
}
