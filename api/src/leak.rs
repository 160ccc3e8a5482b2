//! For proofs only, under the feature `proof`: leaks that are planted on purpose, one at a time, for a request that names one.
//!
//! Each is a mistake that somebody could make in the store or above it. The proof of non-interference must find every one of
//! them with the questions that it asks anyway (`tests/tests/front_door/noninterference/leaks.rs`): one that it does not find
//! is a mistake that it would not find in the product. No program of the product is built with them.

use std::cell::Cell;

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};

/// The request header that names a leak.
pub const HEADER: HeaderName = HeaderName::from_static("x-planted-leak");

/// A leak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leak {
    /// A total is counted before what is hidden is left out.
    TotalBeforeFilter,
    /// What is hidden answers otherwise than what never was.
    ForbiddenIsNotAbsent,
    /// `hasNextPage` knows of more than is shown.
    HasNextPage,
    /// Whatever happens in a case gives it another version.
    VersionTouched,
    /// A withheld document gives its case another version.
    VersionTouchedByWithheld,
    /// From a person there is a way back to cases that are hidden.
    BackEdge,
    /// What is hidden is told of, without what it says.
    RedactedEvent,
    /// Numbers that are told have gaps where something is hidden.
    OrdinalGap,
    /// What others do uses up what one may do.
    Quota,
    /// A filter heeds what is hidden.
    FilterOnHidden,
    /// A page is cut before what is hidden is left out.
    LimitBeforeFilter,
    /// A list is in an order that what is hidden gives it.
    HiddenSortKey,
    /// A cursor is a place among all that there is.
    OffsetCursor,
    /// A text is looked for in what is hidden.
    Search,
    /// A number that calls for attention counts what is hidden.
    Notification,
    /// What was read for one viewer is given to the next.
    SharedLoader,
    /// Whoever was revoked goes on as if they were not.
    StaleRight,
    /// What is hidden is read, and left out afterwards: only the database's work tells.
    FilteredAfterwards,
    /// Why a command did not happen tells that there is something.
    ProblemTells,
    /// What one can do now depends on what is hidden.
    ViewerCanTells,
}

impl Leak {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::TotalBeforeFilter,
        Self::ForbiddenIsNotAbsent,
        Self::HasNextPage,
        Self::VersionTouched,
        Self::VersionTouchedByWithheld,
        Self::BackEdge,
        Self::RedactedEvent,
        Self::OrdinalGap,
        Self::Quota,
        Self::FilterOnHidden,
        Self::LimitBeforeFilter,
        Self::HiddenSortKey,
        Self::OffsetCursor,
        Self::Search,
        Self::Notification,
        Self::SharedLoader,
        Self::StaleRight,
        Self::FilteredAfterwards,
        Self::ProblemTells,
        Self::ViewerCanTells,
    ];

    /// What names it in a request.
    #[must_use]
    pub fn name(self) -> String {
        format!("{self:?}")
    }
}

/// The leak of the request at hand, and how many rows there are before what is hidden is left out, if it noted that.
struct Planted {
    leak: Leak,
    there: Cell<u64>,
}

tokio::task_local! {
    static PLANTED: Planted;
}

/// Whether this leak is planted for the request at hand.
pub(crate) fn on(leak: Leak) -> bool {
    PLANTED.try_with(|planted| planted.leak == leak).unwrap_or(false)
}

/// Notes how many rows there are.
pub(crate) fn note(there: u64) {
    let _nothing_planted = PLANTED.try_with(|planted| planted.there.set(there));
}

/// How many rows there are, as noted.
pub(crate) fn noted() -> u64 {
    PLANTED.try_with(|planted| planted.there.get()).unwrap_or_default()
}

/// Carries a request out with the leak that it names.
pub(crate) async fn plant(request: Request, next: Next) -> Response {
    let named = request.headers().get(HEADER).map(HeaderValue::as_bytes);
    let leak = Leak::ALL.into_iter().find(|leak| crate::proof::begun() && named == Some(leak.name().as_bytes()));
    match leak {
        Some(leak) => PLANTED.scope(Planted { leak, there: Cell::new(0) }, next.run(request)).await,
        None => next.run(request).await,
    }
}
