//! The step that a world is at. What a step makes gets ids that follow from the step's label, so that two worlds that
//! take the same steps have the same ids, whatever else happens in one of them (see `inzage::proof`). What a step's
//! requests were answered is kept, to be compared.

use std::sync::{Mutex, MutexGuard, PoisonError};

use inzage::proof::LABEL;
use reqwest::{RequestBuilder, Response};
use serde_json::Value;

use crate::world::Bytes;

/// A request of a step, and its answer.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Who sent it.
    pub by: &'static str,
    /// What was sent: a GraphQL document, or method and address of a plain route.
    pub asked: String,
    /// The variables that went with it.
    pub variables: Value,
    /// What came back.
    pub answer: Bytes,
}

#[derive(Debug)]
struct Step {
    label: String,
    requests: u64,
    keys: u64,
    exchanges: Vec<Exchange>,
}

/// The step at hand, if there is one.
#[derive(Debug, Default)]
pub struct Steps(Mutex<Option<Step>>);

impl Steps {
    fn at(&self) -> MutexGuard<'_, Option<Step>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on requests belong to the step of this name.
    pub fn begin(&self, label: &str) {
        *self.at() = Some(Step { label: label.to_owned(), requests: 0, keys: 0, exchanges: Vec::new() });
    }

    /// From now on requests belong to no step. Gives what the step asked and was answered.
    pub fn end(&self) -> Vec<Exchange> {
        self.at().take().map(|step| step.exchanges).unwrap_or_default()
    }

    /// A new idempotency key of the step at hand: the same in every world that takes it.
    pub fn key(&self) -> Option<String> {
        self.at().as_mut().map(|step| {
            step.keys += 1;
            format!("key-{}-{}", step.label.replace(' ', "-"), step.keys)
        })
    }

    fn label(&self) -> Option<String> {
        self.at().as_mut().map(|step| {
            step.requests += 1;
            format!("{} {}", step.label, step.requests)
        })
    }

    /// Sends a request as part of the step at hand.
    pub async fn send(&self, by: &'static str, asked: &str, variables: &Value, request: RequestBuilder) -> Response {
        let Some(label) = self.label() else { return request.send().await.expect("an answer") };
        let answer = Bytes::of(request.header(LABEL, label).send().await.expect("an answer")).await;
        let mut again = http::Response::builder().status(answer.status);
        for (name, value) in &answer.headers {
            again = again.header(name, value);
        }
        let again = again.body(answer.body.clone()).expect("an answer");
        if let Some(step) = self.at().as_mut() {
            step.exchanges.push(Exchange { by, asked: asked.to_owned(), variables: variables.clone(), answer });
        }
        again.into()
    }
}
