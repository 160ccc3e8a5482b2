//! The content of documents: streamed both ways in bounded memory, encrypted at rest under random names.
//!
//! Each content has a random key of its own, sealed under the key of its destination, and is cut into chunks of 64 KiB
//! that are each encrypted and authenticated, in their order and to their end (STREAM, ChaCha20-Poly1305). Destination,
//! organisation and name are authenticated along, so that content moved elsewhere does not open. Withheld content lives
//! under another prefix and another key (S31).

use std::sync::Arc;

use aead_stream::{DecryptorBE32, EncryptorBE32};
use aws_lc_rs::digest::{Context, SHA256};
use bytes::{Bytes, BytesMut};
use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit, XChaCha20Poly1305,
    aead::{Aead, Payload},
};
use chrono::{DateTime, Utc};
use data_encoding::{BASE64, HEXLOWER};
use entity::words::Destination;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use object_store::{ObjectStore, ObjectStoreExt, buffered::BufWriter, path::Path};
use tokio::io::AsyncWriteExt;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::media::{self, Checker};
use crate::{
    clock,
    error::Error,
    fault,
    secrets::{Key, Keys},
};

const CHUNK: usize = 64 * 1024;
const SEALED_CHUNK: usize = CHUNK + 16;
/// How many chunks are read from the store at once.
const STRIDE: usize = 16;
/// What the writer holds back before it writes a part.
const PART: usize = 4 * 1024 * 1024;
/// The one version of the form in which content is kept.
const VERSION: &str = "1";

/// Where content is and how to open it.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The destination, which decides on prefix and key.
    pub destination: Destination,
    /// The organisation.
    pub organisation: Uuid,
    /// The random name.
    pub blob: String,
    /// The type, as declared and found to fit.
    pub media_type: String,
    /// Bytes of the content itself.
    pub size: u64,
    /// Hex digest of the content itself.
    pub sha256: String,
    /// The content's key, sealed.
    pub sealed_key: String,
    /// Which key it is sealed under.
    pub key_id: String,
}

/// Why content was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum Rejected {
    /// More than the limit in bytes.
    #[error("too large")]
    TooLarge,
    /// Nothing came.
    #[error("empty")]
    Empty,
    /// A type that is not accepted.
    #[error("type not accepted")]
    TypeNotAccepted,
    /// The content is not of the declared type.
    #[error("type does not fit the content")]
    TypeDoesNotFit,
    /// The sender stopped half-way, or sent too slowly.
    #[error("cut off")]
    CutOff,
    /// A failure inside.
    #[error(transparent)]
    Internal(#[from] Error),
}

impl From<object_store::Error> for Rejected {
    fn from(error: object_store::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// The content store.
#[derive(Clone)]
pub struct Content {
    store: Arc<dyn ObjectStore>,
    keys: Arc<Keys>,
    limit: u64,
}

impl Content {
    /// A content store over `store`, taking at most `limit` bytes a time.
    pub fn new(store: Arc<dyn ObjectStore>, keys: Arc<Keys>, limit: u64) -> Self {
        Self { store, keys, limit }
    }

    /// The most bytes that one content may have.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.limit
    }

    fn key_of(&self, destination: Destination) -> (&Key, &'static str) {
        match destination {
            Destination::Dossier => (&self.keys.dossier, "dossier-1"),
            Destination::Withheld => (&self.keys.withheld, "withheld-1"),
        }
    }

    /// Takes content in. When this returns, the content is on disk; nothing refers to it yet.
    ///
    /// # Errors
    /// [`Rejected`]; what was written until then is removed.
    pub async fn receive<S, E>(&self, destination: Destination, organisation: Uuid, declared: &str, body: S) -> Result<Stored, Rejected>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: Send,
    {
        let mut checker = Checker::for_type(declared).ok_or(Rejected::TypeNotAccepted)?;
        let blob = HEXLOWER.encode(&clock::random::<16>().map_err(Error::from)?);
        let mut writer = BufWriter::with_capacity(Arc::clone(&self.store), path(destination, &blob), PART).with_max_concurrency(1);
        let key = Zeroizing::new(clock::random::<32>().map_err(Error::from)?);
        let written = self.write(&mut writer, &key, bound(destination, organisation, &blob), &mut checker, body).await;
        let (size, sha256) = match written {
            Ok(written) => written,
            Err(rejected) => {
                // The sweeper takes what an abort leaves.
                if writer.abort().await.is_err() {
                    tracing::debug!("an aborted upload is left to the sweeper");
                }
                return Err(rejected);
            }
        };
        let (sealing, key_id) = self.key_of(destination);
        let sealed_key = seal(sealing, &key, &bound(destination, organisation, &blob))?;
        let media_type = media::canonical(declared).unwrap_or_default().to_owned();
        Ok(Stored { destination, organisation, blob, media_type, size, sha256, sealed_key, key_id: key_id.to_owned() })
    }

    async fn write<S, E>(
        &self,
        writer: &mut BufWriter,
        key: &Key,
        bound: String,
        checker: &mut Checker,
        body: S,
    ) -> Result<(u64, String), Rejected>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
    {
        let mut cipher = EncryptorBE32::<ChaCha20Poly1305>::new(key.as_slice().try_into().map_err(|_| Error::Forged)?, &Default::default());
        let mut digest = Context::new(&SHA256);
        let mut size = 0_u64;
        let mut held = BytesMut::with_capacity(2 * CHUNK);
        let mut body = std::pin::pin!(body);
        while let Some(bytes) = body.next().await {
            let bytes = bytes.map_err(|_| Rejected::CutOff)?;
            size += bytes.len() as u64;
            if size > self.limit {
                return Err(Rejected::TooLarge);
            }
            checker.see(&bytes).map_err(|media::DoesNotFit| Rejected::TypeDoesNotFit)?;
            digest.update(&bytes);
            held.extend_from_slice(&bytes);
            // The last chunk is sealed as the last, so one is held back until more comes.
            while held.len() > CHUNK {
                let chunk = held.split_to(CHUNK);
                let sealed = cipher.encrypt_next(Payload { msg: &chunk, aad: bound.as_bytes() }).map_err(|_| Error::Forged)?;
                writer.put(sealed.into()).await?;
            }
        }
        if size == 0 {
            return Err(Rejected::Empty);
        }
        checker.end().map_err(|media::DoesNotFit| Rejected::TypeDoesNotFit)?;
        let sealed = cipher.encrypt_last(Payload { msg: &held, aad: bound.as_bytes() }).map_err(|_| Error::Forged)?;
        writer.put(sealed.into()).await?;
        fault::point("content-before-its-end");
        writer.shutdown().await.map_err(|error| Error::File("content".to_owned(), error))?;
        Ok((size, HEXLOWER.encode(digest.finish().as_ref())))
    }

    /// The content as a stream. It fails, and so is cut off before its announced length, where something was changed.
    ///
    /// # Errors
    /// [`Error::Forged`] when the key does not open.
    pub fn open(&self, stored: &Stored) -> Result<impl Stream<Item = Result<Bytes, Error>> + Send + use<>, Error> {
        let (sealing, key_id) = self.key_of(stored.destination);
        if key_id != stored.key_id {
            return Err(Error::Forged);
        }
        let bound = bound(stored.destination, stored.organisation, &stored.blob);
        let key = unseal(sealing, &stored.sealed_key, &bound)?;
        let cipher = DecryptorBE32::<ChaCha20Poly1305>::new(key.as_slice().try_into().map_err(|_| Error::Forged)?, &Default::default());
        let chunks = stored.size.div_ceil(CHUNK as u64).max(1);
        let sealed_size = stored.size + 16 * chunks;
        let state = Reading {
            store: Arc::clone(&self.store),
            path: path(stored.destination, &stored.blob),
            bound,
            cipher: Some(cipher),
            at: 0,
            end: sealed_size,
        };
        Ok(stream::try_unfold(state, Reading::next))
    }

    /// Copies content to another destination, under a new name and key.
    ///
    /// # Errors
    /// When the content cannot be read or written.
    pub async fn copy(&self, stored: &Stored, to: Destination) -> Result<Stored, Error> {
        match self.receive(to, stored.organisation, &stored.media_type, self.open(stored)?).await {
            Ok(copy) if copy.sha256 == stored.sha256 => Ok(copy),
            Err(Rejected::Internal(error)) => Err(error),
            Ok(_) | Err(_) => Err(Error::Forged),
        }
    }

    /// Removes content. That it is gone already is fine.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove(&self, destination: Destination, blob: &str) -> Result<(), Error> {
        match self.store.delete(&path(destination, blob)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The names of content written before `moment`.
    pub fn older_than(&self, destination: Destination, moment: DateTime<Utc>) -> impl Stream<Item = Result<String, Error>> + Send + use<> {
        let prefix = Path::from(prefix(destination));
        self.store.list(Some(&prefix)).map_err(Error::from).try_filter_map(move |object| async move {
            Ok(object.location.filename().filter(|_| object.last_modified < moment).map(str::to_owned))
        })
    }
}

struct Reading {
    store: Arc<dyn ObjectStore>,
    path: Path,
    bound: String,
    cipher: Option<DecryptorBE32<ChaCha20Poly1305>>,
    at: u64,
    end: u64,
}

impl Reading {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Error> {
        let Some(mut cipher) = self.cipher.take() else { return Ok(None) };
        let upto = (self.at + (STRIDE * SEALED_CHUNK) as u64).min(self.end);
        let sealed = self.store.get_range(&self.path, self.at..upto).await?;
        if sealed.len() as u64 != upto - self.at {
            return Err(Error::Forged);
        }
        let mut plain = BytesMut::with_capacity(sealed.len());
        let mut chunks = sealed.chunks(SEALED_CHUNK).peekable();
        while let Some(chunk) = chunks.next() {
            let payload = Payload { msg: chunk, aad: self.bound.as_bytes() };
            if upto == self.end && chunks.peek().is_none() {
                plain.extend_from_slice(&cipher.decrypt_last(payload).map_err(|_| Error::Forged)?);
                return Ok(Some((plain.freeze(), Self { at: upto, cipher: None, ..self })));
            }
            plain.extend_from_slice(&cipher.decrypt_next(payload).map_err(|_| Error::Forged)?);
        }
        Ok(Some((plain.freeze(), Self { at: upto, cipher: Some(cipher), ..self })))
    }
}

fn prefix(destination: Destination) -> &'static str {
    match destination {
        Destination::Dossier => "dossier",
        Destination::Withheld => "withheld",
    }
}

fn path(destination: Destination, blob: &str) -> Path {
    Path::from(format!("{}/{}/{blob}", prefix(destination), blob.get(..2).unwrap_or("__")))
}

/// What content is bound to: elsewhere it does not open.
fn bound(destination: Destination, organisation: Uuid, blob: &str) -> String {
    format!("inzage content {VERSION} {} {organisation} {blob}", prefix(destination))
}

fn seal(sealing: &Key, key: &Key, bound: &str) -> Result<String, Error> {
    let nonce = clock::random::<24>()?;
    let cipher = XChaCha20Poly1305::new(sealing.as_slice().try_into().map_err(|_| Error::Forged)?);
    let payload = Payload { msg: key.as_slice(), aad: bound.as_bytes() };
    let sealed = cipher.encrypt(&nonce.into(), payload).map_err(|_| Error::Forged)?;
    Ok(BASE64.encode(&[nonce.as_slice(), &sealed].concat()))
}

fn unseal(sealing: &Key, sealed: &str, bound: &str) -> Result<Key, Error> {
    let bytes = BASE64.decode(sealed.as_bytes()).map_err(|_| Error::Forged)?;
    let (nonce, sealed) = bytes.split_at_checked(24).ok_or(Error::Forged)?;
    let nonce: [u8; 24] = nonce.try_into().map_err(|_| Error::Forged)?;
    let cipher = XChaCha20Poly1305::new(sealing.as_slice().try_into().map_err(|_| Error::Forged)?);
    let key = Zeroizing::new(cipher.decrypt(&nonce.into(), Payload { msg: sealed, aad: bound.as_bytes() }).map_err(|_| Error::Forged)?);
    Ok(Zeroizing::new(key.as_slice().try_into().map_err(|_| Error::Forged)?))
}
