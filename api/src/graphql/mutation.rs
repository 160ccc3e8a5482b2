//! What can be done. Each entry names a command; what was refused comes back as problems, never as an error.

use std::sync::Arc;

use async_graphql::{Context, Object};
use entity::words::Language;

use super::{
    answer::{Answer, guest_or, session},
    payload::{
        AccessPayload, AccountPayload, CaseInvitationPayload, CasePayload, DocumentPayload, DraftPayload, FilePayload, HolidayPayload,
        InvitationPayload, TokenPayload, WithheldPayload, after, told, told_plainly,
    },
};
use crate::{
    commands::{
        Outcome,
        aftercare::{self, CompleteTask, GiveSatisfaction},
        calendar::{self, AddHoliday},
        complaint::{self, ComplaintForm, FileComplaint, SaveComplaintDraft, WithdrawComplaint},
        confidant::{self, InviteConfidant, LeaveAsConfidant, RevokeConfidant, WriteConfidantNote},
        confidentiality::{self, AcceptConfidentiality},
        consent::{self, GiveConsent, RecordConsent, RevokeConsent, SupplyCareDocument},
        dossier::{self, LiftCondition, RequestDocuments, SubmitDocument, SubmitWithheldDocument, WithdrawWithheldDocument},
        handling::{
            self, DeclineExplanation, ForwardComplaint, OfferExplanation, RecordContact, RecordExplanation, RecordForwardingOutcome,
            Respond, Settle, TakeToStep,
        },
        hearing::{self, RecordHearing, ScheduleHearing, WaiveHearing},
        intake::{self, AcknowledgeReceipt, DeclineComplaint, SeatMember, TakeUpComplaint},
        measures::{self, CloseCase, DecideMeasures, RecordMeasure, ReportMeasure},
        seats::{self, ChallengeMember, DecideChallenge, LeaveSeat, ReleaseMember},
        signal::{
            self, AssignManager, ConfirmTranscription, EndSignal, NoteStep, RecordSignature, RecordStep, RegisterSignal, TakeDownComplaint,
        },
        staff::{self, IdentifyStaff, InformStaff, InvolveStaff},
        terms::{self, ExtendTerm, ResumeTerms, SuspendTerms},
        verdict::{self, DraftVerdict, IssueVerdict, NoteDeliberation},
    },
    error::{Error, Failure},
    identity::{ClientAddress, Identity, InvitePerson},
    problem::Problem,
};

/// What can be done.
#[derive(Default)]
pub struct Mutation;

fn identity<'a>(ctx: &Context<'a>) -> Answer<&'a Identity> {
    Ok(ctx.data_opt::<Arc<Identity>>().ok_or(Error::Invariant("a request carries identity"))?)
}

/// Whether this address may try a code, or file without an account, once more now.
fn within_rate(ctx: &Context<'_>) -> Answer<bool> {
    let from = ctx.data_opt::<ClientAddress>().copied();
    Ok(identity(ctx)?.within_rate(from.map_or(std::net::IpAddr::from([0, 0, 0, 0]), |ClientAddress(address)| address)))
}

/// A code that is good always opens; an address that tries too many that are not is told to wait.
fn failures_within_rate<T>(ctx: &Context<'_>, outcome: Result<T, Failure>) -> Answer<Result<T, Failure>> {
    match outcome {
        Err(Failure::Refused(_)) if !within_rate(ctx)? => Ok(Err(Problem::too_often().into())),
        outcome => Ok(outcome),
    }
}

/// Carries a command out for whoever is logged in.
macro_rules! command {
    ($ctx:ident, $command:path, $input:ident) => {
        match guest_or($ctx) {
            // On the heap: the root of all mutations would else be as large as the largest of them, many times over.
            Some(session) => Box::pin($command(session, &$input)).await,
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
        Ok(TokenPayload::from(told_plainly(ctx, Box::pin(identity(ctx)?.log_in(&organisation, &email, &password)).await)?))
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
            Some(session) => Box::pin(identity(ctx)?.invite(session, input)).await,
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
        Ok(TokenPayload::from(told_plainly(ctx, Box::pin(identity(ctx)?.accept(&code, &password, language)).await)?))
    }

    /// Keep the draft of a complaint. Only you see it.
    async fn save_complaint_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft.")] input: SaveComplaintDraft,
    ) -> Answer<DraftPayload> {
        let outcome = match guest_or(ctx) {
            Some(session) => Box::pin(complaint::save_complaint_draft(session, &input)).await,
            None => Err(Problem::not_signed_in().into()),
        };
        Box::pin(DraftPayload::after(ctx, outcome)).await
    }

    /// File a complaint. When something is missing, every missing field is named and the form is kept as a draft.
    async fn file_complaint(&self, ctx: &Context<'_>, #[graphql(desc = "The complaint.")] input: FileComplaint) -> Answer<FilePayload> {
        let outcome = command!(ctx, complaint::file_complaint, input);
        Box::pin(FilePayload::after(ctx, outcome)).await
    }

    /// Withdraw your complaint. The case ends.
    async fn withdraw_complaint(&self, ctx: &Context<'_>, #[graphql(desc = "Which.")] input: WithdrawComplaint) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, complaint::withdraw_complaint, input))).await
    }

    /// Acknowledge receipt in writing.
    async fn acknowledge_receipt(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The letter.")] input: AcknowledgeReceipt,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, intake::acknowledge_receipt, input))).await
    }

    /// Say which account a name in the complaint belongs to. Nobody is seated before that.
    async fn identify_staff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose name, and whose account.")] input: IdentifyStaff,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, staff::identify_staff, input))).await
    }

    /// Seat a member of the commission, or its secretary.
    async fn seat_member(&self, ctx: &Context<'_>, #[graphql(desc = "Who, and where.")] input: SeatMember) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, intake::seat_member, input))).await
    }

    /// Take the complaint up.
    async fn take_up_complaint(&self, ctx: &Context<'_>, #[graphql(desc = "The letter.")] input: TakeUpComplaint) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, intake::take_up_complaint, input))).await
    }

    /// Do not take the complaint up, on a ground and with reasons.
    async fn decline_complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Ground and reasons.")] input: DeclineComplaint,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, intake::decline_complaint, input))).await
    }

    /// Name another staff member who is involved.
    async fn involve_staff(&self, ctx: &Context<'_>, #[graphql(desc = "Who.")] input: InvolveStaff) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, staff::involve_staff, input))).await
    }

    /// Inform an accused or involved staff member: from then on the case exists for them.
    async fn inform_staff(&self, ctx: &Context<'_>, #[graphql(desc = "Who, and the letter.")] input: InformStaff) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, staff::inform_staff, input))).await
    }

    /// Hand a document in for the dossier, where both parties can read it.
    async fn submit_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: SubmitDocument,
    ) -> Answer<DocumentPayload> {
        let outcome = command!(ctx, dossier::submit_document, input);
        Box::pin(DocumentPayload::after(ctx, outcome)).await
    }

    /// Hand a document in on condition that the other party may not see it. It stays outside the dossier and plays no
    /// role in the verdict; for everybody but you it does not exist.
    async fn submit_withheld_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: SubmitWithheldDocument,
    ) -> Answer<WithheldPayload> {
        let outcome = command!(ctx, dossier::submit_withheld_document, input);
        Box::pin(WithheldPayload::after(ctx, outcome)).await
    }

    /// Lift the condition of your withheld document: it enters the dossier as if you handed it in now.
    async fn lift_condition(&self, ctx: &Context<'_>, #[graphql(desc = "Which.")] input: LiftCondition) -> Answer<DocumentPayload> {
        let outcome = command!(ctx, dossier::lift_condition, input);
        Box::pin(DocumentPayload::after(ctx, outcome)).await
    }

    /// Take your withheld document back for good.
    async fn withdraw_withheld_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: WithdrawWithheldDocument,
    ) -> Answer<WithheldPayload> {
        let outcome = command!(ctx, dossier::withdraw_withheld_document, input);
        Box::pin(WithheldPayload::after(ctx, outcome)).await
    }

    /// Ask a party or the organisation for documents.
    async fn request_documents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and by when.")] input: RequestDocuments,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, dossier::request_documents, input))).await
    }

    /// Give the hearing a date, or another one.
    async fn schedule_hearing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "When, where and who.")] input: ScheduleHearing,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, hearing::schedule_hearing, input))).await
    }

    /// Record that the hearing was held, with its minutes.
    async fn record_hearing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "When, and the minutes.")] input: RecordHearing,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, hearing::record_hearing, input))).await
    }

    /// Note a deliberation. Only the commission reads it.
    async fn note_deliberation(&self, ctx: &Context<'_>, #[graphql(desc = "The note.")] input: NoteDeliberation) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, verdict::note_deliberation, input))).await
    }

    /// Draft the verdict, or draft it anew. Only the commission reads it.
    async fn draft_verdict(&self, ctx: &Context<'_>, #[graphql(desc = "The draft.")] input: DraftVerdict) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, verdict::draft_verdict, input))).await
    }

    /// Issue the verdict as it was drafted.
    async fn issue_verdict(&self, ctx: &Context<'_>, #[graphql(desc = "Of which case.")] input: IssueVerdict) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, verdict::issue_verdict, input))).await
    }

    /// Record a measure that is considered. Only the board sees it until it decides.
    async fn record_measure(&self, ctx: &Context<'_>, #[graphql(desc = "The measure.")] input: RecordMeasure) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, measures::record_measure, input))).await
    }

    /// Decide whether, and which, measures follow, and tell the complainant.
    async fn decide_measures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and the letter.")] input: DecideMeasures,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, measures::decide_measures, input))).await
    }

    /// Report that a measure was carried out, with what shows it and what it changed.
    async fn report_measure(&self, ctx: &Context<'_>, #[graphql(desc = "The report.")] input: ReportMeasure) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, measures::report_measure, input))).await
    }

    /// Close the case with a letter.
    async fn close_case(&self, ctx: &Context<'_>, #[graphql(desc = "The letter.")] input: CloseCase) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, measures::close_case, input))).await
    }

    /// Accept the confidentiality duty of a case: from then on it is open to you as far as you may inspect it.
    async fn accept_confidentiality(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which case.")] input: AcceptConfidentiality,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, confidentiality::accept_confidentiality, input))).await
    }

    /// Record a talk of a step, and what came of it.
    async fn record_step(&self, ctx: &Context<'_>, #[graphql(desc = "The talk.")] input: RecordStep) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, signal::record_step, input))).await
    }

    /// Note something of a talk, for those who took part in it.
    async fn note_step(&self, ctx: &Context<'_>, #[graphql(desc = "The note.")] input: NoteStep) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, signal::note_step, input))).await
    }

    /// Write down an oral complaint that is official. It waits for the complainant to confirm it.
    async fn take_down_complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was said.")] input: TakeDownComplaint,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, signal::take_down_complaint, input))).await
    }

    /// Confirm what was written down of your complaint: from then on it is official.
    async fn confirm_transcription(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ConfirmTranscription,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, signal::confirm_transcription, input))).await
    }

    /// Record that the complainant confirmed on paper what was written down.
    async fn record_signature(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "When, and where it is kept.")] input: RecordSignature,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, signal::record_signature, input))).await
    }

    /// End a signal that goes no further.
    async fn end_signal(&self, ctx: &Context<'_>, #[graphql(desc = "Why.")] input: EndSignal) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, signal::end_signal, input))).await
    }

    /// Ask a manager to run the step at which the case is.
    async fn assign_manager(&self, ctx: &Context<'_>, #[graphql(desc = "Who.")] input: AssignManager) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, signal::assign_manager, input))).await
    }

    /// Record your first contact with the complainant.
    async fn record_contact(&self, ctx: &Context<'_>, #[graphql(desc = "When.")] input: RecordContact) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, handling::record_contact, input))).await
    }

    /// Offer the complainant an oral explanation.
    async fn offer_explanation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "When and where.")] input: OfferExplanation,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, handling::offer_explanation, input))).await
    }

    /// Record that the oral explanation was held, with its minutes.
    async fn record_explanation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "When, and the minutes.")] input: RecordExplanation,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, handling::record_explanation, input))).await
    }

    /// Decline the oral explanation that is offered.
    async fn decline_explanation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which case.")] input: DeclineExplanation,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, handling::decline_explanation, input))).await
    }

    /// Answer the complaint in writing.
    async fn respond(&self, ctx: &Context<'_>, #[graphql(desc = "The letter.")] input: Respond) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, handling::respond, input))).await
    }

    /// Record that it was solved to satisfaction. The case ends.
    async fn settle(&self, ctx: &Context<'_>, #[graphql(desc = "How satisfied the complainant is.")] input: Settle) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, handling::settle, input))).await
    }

    /// Take the complaint to another step of the procedure.
    async fn take_to_step(&self, ctx: &Context<'_>, #[graphql(desc = "Which.")] input: TakeToStep) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, handling::take_to_step, input))).await
    }

    /// Send a complaint that is not taken up to the body that it belongs to, once the complainant agreed.
    async fn forward_complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where, and when.")] input: ForwardComplaint,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, handling::forward_complaint, input))).await
    }

    /// Record what came of a forwarded complaint.
    async fn record_forwarding_outcome(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The outcome.")] input: RecordForwardingOutcome,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, handling::record_forwarding_outcome, input))).await
    }

    /// Give up your own seat. You see nothing of the case from then on.
    async fn leave_seat(&self, ctx: &Context<'_>, #[graphql(desc = "Which case.")] input: LeaveSeat) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, seats::leave_seat, input))).await
    }

    /// Take somebody from their seat. They see nothing of the case from then on.
    async fn release_member(&self, ctx: &Context<'_>, #[graphql(desc = "Who.")] input: ReleaseMember) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, seats::release_member, input))).await
    }

    /// Challenge somebody who judges.
    async fn challenge_member(&self, ctx: &Context<'_>, #[graphql(desc = "Who, and why.")] input: ChallengeMember) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, seats::challenge_member, input))).await
    }

    /// Decide on a challenge.
    async fn decide_challenge(&self, ctx: &Context<'_>, #[graphql(desc = "The decision.")] input: DecideChallenge) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, seats::decide_challenge, input))).await
    }

    /// Supply a care document. It waits outside the dossier for the complainant's consent.
    async fn supply_care_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: SupplyCareDocument,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, consent::supply_care_document, input))).await
    }

    /// Give consent. One to care documents covers those that wait at this moment; a later one waits for a consent of its own.
    async fn give_consent(&self, ctx: &Context<'_>, #[graphql(desc = "To what.")] input: GiveConsent) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, consent::give_consent, input))).await
    }

    /// Record consent that was given on paper.
    async fn record_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To what, and where it is kept.")] input: RecordConsent,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, consent::record_consent, input))).await
    }

    /// Revoke consent. Care documents that no verdict relied on leave the dossier.
    async fn revoke_consent(&self, ctx: &Context<'_>, #[graphql(desc = "Which.")] input: RevokeConsent) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, consent::revoke_consent, input))).await
    }

    /// Revoke a confidant, or their invitation. They see nothing from that moment on.
    async fn revoke_confidant(&self, ctx: &Context<'_>, #[graphql(desc = "Whom.")] input: RevokeConfidant) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, confidant::revoke_confidant, input))).await
    }

    /// Stand beside the party no longer.
    async fn leave_as_confidant(&self, ctx: &Context<'_>, #[graphql(desc = "Which case.")] input: LeaveAsConfidant) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, confidant::leave_as_confidant, input))).await
    }

    /// Write a note that only your own side reads.
    async fn write_confidant_note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The note.")] input: WriteConfidantNote,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, confidant::write_confidant_note, input))).await
    }

    /// Hold no hearing, on a ground that the procedure knows.
    async fn waive_hearing(&self, ctx: &Context<'_>, #[graphql(desc = "Why.")] input: WaiveHearing) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, hearing::waive_hearing, input))).await
    }

    /// Extend a term by what the procedure allows, with notice to both parties.
    async fn extend_term(&self, ctx: &Context<'_>, #[graphql(desc = "Which, and why.")] input: ExtendTerm) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, terms::extend_term, input))).await
    }

    /// Suspend the terms that the procedure lets stand still, with notice to both parties.
    async fn suspend_terms(&self, ctx: &Context<'_>, #[graphql(desc = "Why.")] input: SuspendTerms) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, terms::suspend_terms, input))).await
    }

    /// Let the terms run again, with notice to both parties. Every one is counted anew.
    async fn resume_terms(&self, ctx: &Context<'_>, #[graphql(desc = "The notice.")] input: ResumeTerms) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, terms::resume_terms, input))).await
    }

    /// Say how satisfied you are with the handling.
    async fn give_satisfaction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How satisfied.")] input: GiveSatisfaction,
    ) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, aftercare::give_satisfaction, input))).await
    }

    /// Record that something that was left to do after the end is done.
    async fn complete_task(&self, ctx: &Context<'_>, #[graphql(desc = "What, and when.")] input: CompleteTask) -> Answer<CasePayload> {
        Box::pin(after(ctx, command!(ctx, aftercare::complete_task, input))).await
    }

    /// Register a signal for somebody: a concern, dissatisfaction, a complaint, or praise. For staff.
    async fn register_signal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The signal.")] input: RegisterSignal,
    ) -> Answer<CaseInvitationPayload> {
        let outcome = match guest_or(ctx) {
            Some(session) => Box::pin(signal::register_signal(session, &input)).await,
            None => Err(Problem::not_signed_in().into()),
        };
        Box::pin(CaseInvitationPayload::after(ctx, outcome)).await
    }

    /// Invite somebody to stand beside you. They join with a one-time code.
    async fn invite_confidant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: InviteConfidant,
    ) -> Answer<CaseInvitationPayload> {
        let outcome = match guest_or(ctx) {
            Some(session) => Box::pin(confidant::invite_confidant(session, &input)).await,
            None => Err(Problem::not_signed_in().into()),
        };
        Box::pin(CaseInvitationPayload::after(ctx, outcome)).await
    }

    /// Join a case with a one-time code: as the complainant for whom a signal was registered, or as a confidant.
    async fn join_case(&self, ctx: &Context<'_>, #[graphql(desc = "The code.", secret)] code: String) -> Answer<CasePayload> {
        let outcome = match guest_or(ctx) {
            Some(session) => session.join(&code).await,
            None => Err(Problem::not_signed_in().into()),
        };
        let (done, problems) = told_plainly(ctx, outcome)?;
        CasePayload::of(ctx, done, problems).await
    }

    /// Join a case with a one-time code, without an account. Gives an access code with which you come back.
    async fn join_case_without_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code.", secret)] code: String,
        #[graphql(desc = "The language that you read.")] language: Language,
    ) -> Answer<AccessPayload> {
        let outcome = failures_within_rate(ctx, Box::pin(identity(ctx)?.join(&code, language)).await)?;
        Ok(AccessPayload::from(told_plainly(ctx, outcome)?))
    }

    /// File a complaint without an account and without a name. Gives an access code, with which you follow it. It takes no
    /// idempotency key: sent twice, it files two.
    async fn file_anonymously(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation's short name.")] organisation: String,
        #[graphql(desc = "The complaint. Name and contact details are not kept.")] form: ComplaintForm,
        #[graphql(desc = "The language that you read.")] language: Language,
    ) -> Answer<AccessPayload> {
        let outcome = match within_rate(ctx)? {
            true => Box::pin(identity(ctx)?.file_anonymously(&organisation, form, language)).await,
            false => Err(Problem::too_often().into()),
        };
        Ok(AccessPayload::from(told_plainly(ctx, outcome)?))
    }

    /// Come back with an access code.
    async fn open_with_access_code(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The access code.", secret)] access_code: String,
    ) -> Answer<TokenPayload> {
        let outcome = failures_within_rate(ctx, Box::pin(identity(ctx)?.open_with_access_code(&access_code)).await)?;
        Ok(TokenPayload::from(told_plainly(ctx, outcome)?))
    }

    /// Add a day to the calendar that a decree equates with a public holiday: for administrators. Every deadline that runs
    /// and that it moves is counted anew.
    async fn add_holiday(&self, ctx: &Context<'_>, #[graphql(desc = "Which day.")] input: AddHoliday) -> Answer<HolidayPayload> {
        let outcome = match guest_or(ctx) {
            Some(session) => Box::pin(calendar::add_holiday(session, &input)).await,
            None => Err(Problem::not_signed_in().into()),
        };
        Ok(HolidayPayload::from(told(ctx, outcome)?))
    }
}

/// Kept so that a payload can read the case again through the same session.
pub(super) async fn reread(ctx: &Context<'_>, case_id: Option<uuid::Uuid>) -> Answer<Option<super::case::Case>> {
    let (Some(_), Some(case_id)) = (guest_or(ctx), case_id) else { return Ok(None) };
    let plan = super::plan::plan(&ctx.look_ahead().field("case"));
    Ok(session(ctx)?.case_file(case_id, &plan).await?.map(|file| super::case::Case(Arc::new(file))))
}
