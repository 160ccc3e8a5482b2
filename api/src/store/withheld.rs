//! Withheld documents (S31-S33): handed in on condition that the other party may not see them.
//!
//! They exist for their submitter alone. Nothing here locks or touches the case, makes an event, counts or numbers;
//! nothing outside this module reads their table. To lift the condition makes a new document of the dossier, with a new
//! id, the time of lifting, a new name and a new key.

use chrono::{DateTime, Utc};
use entity::{document, upload, withheld_document as withheld, words::Destination};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

#[cfg(feature = "proof")]
use super::leaks;
use super::{
    as_new,
    content::Stored,
    inspection::Inspectable,
    permit::{self, Permit, judge},
    request::{Asked, Done, Request, done_before, keep, one_at_a_time},
    session::{Session, Viewer, Visible},
};
#[cfg(feature = "proof")]
use crate::leak::{self, Leak};
use crate::{
    clock,
    error::{Error, Failure},
    fault,
    problem::Problem,
    rules::command::Command,
};

impl Inspectable for withheld::Entity {
    /// Its submitter, and nobody else.
    fn visible_to(viewer: &Viewer) -> Condition {
        Condition::all()
            .add(withheld::Column::SubmitterId.eq(viewer.person()))
            .add(withheld::Column::OrganisationId.eq(viewer.organisation()))
    }
}

/// What the submitter says of a document to be withheld.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The upload, made for this destination.
    pub upload_id: Uuid,
    /// The title.
    pub title: String,
    /// The file's name.
    pub file_name: String,
}

/// How to open the content of a withheld document.
#[must_use]
pub fn stored(row: &withheld::Model) -> Stored {
    Stored {
        destination: Destination::Withheld,
        organisation: row.organisation_id,
        blob: row.blob.clone(),
        media_type: row.media_type.clone(),
        size: row.size.unsigned_abs(),
        sha256: row.sha256.clone(),
        sealed_key: row.sealed_key.clone(),
        key_id: row.key_id.clone(),
    }
}

impl Session {
    /// The viewer's own withheld documents in a case, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn withheld(&self, case_id: Uuid) -> Result<Vec<Visible<withheld::Model>>, Error> {
        #[cfg(feature = "proof")]
        if leak::on(Leak::FilteredAfterwards) {
            let all = self.leak_withheld(case_id).await?.into_iter();
            return Ok(all.filter(|row| row.submitter_id == self.viewer.person()).map(Visible::passed).collect());
        }
        #[cfg(feature = "proof")]
        if leak::on(Leak::SharedLoader) {
            return Ok(leaks::load(&self.store, case_id).unwrap_or_default().into_iter().map(Visible::passed).collect());
        }
        let rows = withheld::Entity::find()
            .filter(withheld::Column::CaseId.eq(case_id))
            .filter(withheld::Entity::visible_to(&self.viewer))
            .order_by_asc(withheld::Column::SubmittedAt)
            .order_by_asc(withheld::Column::Id)
            .limit(500)
            .all(&self.store.inner.read)
            .await?;
        #[cfg(feature = "proof")]
        leaks::loaded(&self.store, case_id, &rows);
        Ok(rows.into_iter().map(Visible::passed).collect())
    }

    /// One of the viewer's own withheld documents.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn withheld_one(&self, id: Uuid) -> Result<Option<Visible<withheld::Model>>, Error> {
        self.one::<withheld::Entity>(Condition::all().add(withheld::Column::Id.eq(id))).await
    }

    /// Keeps a document outside the dossier (S31).
    ///
    /// # Errors
    /// [`Failure::Refused`] when the viewer may not hand anything in, or the upload is not theirs.
    pub async fn withhold(&self, case_id: Uuid, submission: Submission, request: Request) -> Result<Done, Failure> {
        let tx = self.store.begin().await?;
        one_at_a_time(&tx, &self.viewer, &request).await?;
        if let Some(done) = done_before(&tx, &self.viewer, &request).await? {
            return Ok(done);
        }
        let Some(docket) = permit::docket(&self.store, &tx, &self.viewer, case_id).await? else {
            return Err(Problem::not_found(&["caseId"]).into());
        };
        judge(&docket, Command::SubmitWithheldDocument)?;
        let mine = upload::Entity::find_by_id(submission.upload_id)
            .filter(upload::Column::Destination.eq(Destination::Withheld))
            .filter(upload::Entity::visible_to(&self.viewer))
            .one(&tx)
            .await?;
        let Some(upload) = mine else { return Err(Problem::not_found(&["uploadId"]).into()) };
        if upload::Entity::delete_by_id(upload.id).exec(&tx).await?.rows_affected != 1 {
            return Err(Problem::not_found(&["uploadId"]).into());
        }
        let row = withheld::Model {
            id: clock::new_id()?,
            organisation_id: self.viewer.organisation(),
            case_id,
            submitter_id: self.viewer.person(),
            submitted_as: docket.standing,
            title: submission.title,
            file_name: submission.file_name,
            media_type: upload.media_type,
            size: upload.size,
            sha256: upload.sha256,
            blob: upload.blob,
            sealed_key: upload.sealed_key,
            key_id: upload.key_id,
            submitted_at: self.store.clock().now(),
        };
        let done = Done { case_id: Some(case_id), subject_id: Some(row.id) };
        withheld::Entity::insert(as_new(row)).exec_without_returning(&tx).await?;
        keep(&tx, &self.viewer, request, done, self.store.clock().now()).await?;
        fault::point("withheld-before-commit");
        tx.commit().await?;
        fault::point("withheld-after-commit");
        Ok(done)
    }

    /// Takes a withheld document back for good (S32). Its content is removed with it.
    ///
    /// # Errors
    /// [`Failure::Refused`] when the viewer has no such document.
    pub async fn take_back(&self, id: Uuid, request: Request) -> Result<Done, Failure> {
        let tx = self.store.begin().await?;
        one_at_a_time(&tx, &self.viewer, &request).await?;
        if let Some(done) = done_before(&tx, &self.viewer, &request).await? {
            return Ok(done);
        }
        let mine = withheld::Entity::find_by_id(id).filter(withheld::Entity::visible_to(&self.viewer)).one(&tx).await?;
        let Some(row) = mine else { return Err(Problem::not_found(&["withheldDocumentId"]).into()) };
        if withheld::Entity::delete_by_id(row.id).exec(&tx).await?.rows_affected != 1 {
            return Err(Problem::not_found(&["withheldDocumentId"]).into());
        }
        let done = Done { case_id: Some(row.case_id), subject_id: Some(id) };
        keep(&tx, &self.viewer, request, done, self.store.clock().now()).await?;
        fault::point("taken-back-before-commit");
        tx.commit().await?;
        fault::point("taken-back-before-removal");
        // The row is gone for good; content that cannot be removed now is left to the sweeper.
        if self.store.content().remove(Destination::Withheld, &row.blob).await.is_err() {
            tracing::warn!("content of a document that was taken back is left to the sweeper");
        }
        Ok(done)
    }

    /// Lifts the condition (S32): gives the document of the dossier that it becomes, to be written with the permit. The
    /// content that it had is left to the sweeper.
    ///
    /// # Errors
    /// [`Failure::Refused`] when the viewer has no such document, or the rules do not let it in now.
    pub async fn lift(&self, id: Uuid, seen_version: Uuid, request: Request) -> Result<Asked<(Permit, document::Model)>, Failure> {
        // The same request a second time finds no document any more: the first took it.
        if let Some(done) = done_before(&self.store.inner.read, &self.viewer, &request).await? {
            return Ok(Asked::Already(done));
        }
        let mine = self.withheld_one(id).await?;
        #[cfg(feature = "proof")]
        if mine.is_none() && leak::on(Leak::ProblemTells) && self.leak_is_withheld(id).await? {
            return Err(Problem::outdated().into());
        }
        let Some(row) = mine else { return Err(Problem::not_found(&["withheldDocumentId"]).into()) };
        // Asked before the copy is made, and again by the permit: the copy is the dear part.
        let docket = permit::docket(&self.store, &self.store.inner.read, &self.viewer, row.case_id).await?;
        let docket = docket.ok_or_else(|| Problem::not_found(&["withheldDocumentId"]))?;
        judge(&docket, Command::LiftCondition)?;
        if docket.version != seen_version {
            return Err(Problem::outdated().into());
        }
        let copy = self.store.content().copy(&stored(&row), Destination::Dossier).await?;
        fault::point("lifted-copy-before-permit");
        let permit = match self.permit(row.case_id, Command::LiftCondition, seen_version, request).await {
            Ok(Asked::Granted(permit)) => permit,
            refused => {
                self.store.content().remove(Destination::Dossier, &copy.blob).await?;
                return match refused? {
                    Asked::Already(done) => Ok(Asked::Already(done)),
                    Asked::Granted(_) => Err(Error::Invariant("a permit that was granted is used").into()),
                };
            }
        };
        let gone = withheld::Entity::delete_by_id(row.id).exec(permit.tx()).await?;
        if gone.rows_affected != 1 {
            self.store.content().remove(Destination::Dossier, &copy.blob).await?;
            return Err(Problem::not_found(&["withheldDocumentId"]).into());
        }
        fault::point("lifted-row-before-document");
        let admitted_at: DateTime<Utc> = permit.now();
        let document = document::Model {
            id: clock::new_id()?,
            case_id: row.case_id,
            organisation_id: row.organisation_id,
            submitted_by: row.submitter_id,
            submitted_as: permit.standing(),
            request_id: None,
            title: row.title.clone(),
            file_name: row.file_name.clone(),
            media_type: copy.media_type,
            size: row.size,
            sha256: copy.sha256,
            blob: copy.blob,
            sealed_key: copy.sealed_key,
            key_id: copy.key_id,
            admitted_at,
            consent_revoked_at: None,
            left_at: None,
        };
        Ok(Asked::Granted((permit, document)))
    }
}
