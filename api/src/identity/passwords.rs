//! Passwords: argon2id at OWASP's parameters (19 MiB, two passes, one lane), few at once, off the async threads.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::{sync::Semaphore, task};
use zeroize::Zeroizing;

use crate::{
    clock,
    error::{Error, Failure},
    problem::{Problem, ProblemCode},
};

/// How many hashes are computed at once. Each takes 19 MiB and a core for some tens of milliseconds.
const AT_ONCE: usize = 2;

/// The hasher.
pub struct Passwords {
    turn: Arc<Semaphore>,
    /// The hash of a password that nobody has, checked for accounts that do not exist.
    nobody: String,
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| Error::Identity(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &[u8]) -> Result<String, Error> {
    let salt = clock::random::<16>()?;
    let hashed = argon2()?.hash_password_with_salt(password, &salt).map_err(|error| Error::Identity(error.to_string()))?;
    Ok(hashed.to_string())
}

impl Passwords {
    /// A hasher.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new() -> Result<Self, Error> {
        // A hash in the right form with random bytes for a result: no password fits it.
        let (salt, output) = (clock::random::<16>()?, clock::random::<32>()?);
        let encode = |bytes: &[u8]| data_encoding::BASE64_NOPAD.encode(bytes);
        let nobody = format!("$argon2id$v=19$m=19456,t=2,p=1${}${}", encode(&salt), encode(&output));
        Ok(Self { turn: Arc::new(Semaphore::new(AT_ONCE)), nobody })
    }

    /// Hashes a password.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub async fn hash(&self, password: &str) -> Result<String, Error> {
        let password = Zeroizing::new(password.as_bytes().to_vec());
        self.in_turn(move || hash(&password)).await
    }

    /// Whether a password fits a hash; without a hash it never does, and takes as long to say so.
    ///
    /// # Errors
    /// When a stored hash cannot be read.
    pub async fn verify(&self, password: &str, hash: Option<String>) -> Result<bool, Error> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobody.clone());
        let password = Zeroizing::new(password.as_bytes().to_vec());
        let fits = self
            .in_turn(move || {
                let hash = PasswordHash::new(&hash).map_err(|error| Error::Identity(error.to_string()))?;
                Ok(argon2()?.verify_password(&password, &hash).is_ok())
            })
            .await?;
        Ok(fits && known)
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
        let turn = Arc::clone(&self.turn).acquire_owned().await.map_err(|error| Error::Identity(error.to_string()))?;
        task::spawn_blocking(move || {
            let _turn = turn;
            work()
        })
        .await
        .map_err(|error| Error::Identity(error.to_string()))?
    }
}

/// Whether a password is hard enough to guess for somebody who knows its holder's address and name.
///
/// # Errors
/// [`ProblemCode::WeakPassword`].
pub fn strong(password: &str, path: &[&str], holder: &[String]) -> Result<(), Failure> {
    let length = password.chars().count();
    let words = holder.iter().flat_map(|text| text.split(['@', '.', ' ']));
    let known: Vec<&str> = holder.iter().map(String::as_str).chain(words).filter(|word| word.len() > 2).collect();
    // What cannot be guessed in 10^10 tries scores at least 4 of 4; 3 is 10^8 tries, fair against argon2id.
    if (12..=128).contains(&length) && zxcvbn::zxcvbn(password, &known).score() >= zxcvbn::Score::Three {
        return Ok(());
    }
    Err(Problem::new(
        ProblemCode::WeakPassword,
        path,
        "Kies een wachtwoord van 12 tot 128 tekens dat moeilijk te raden is, zoals een paar losse woorden.",
        "Choose a password of 12 to 128 characters that is hard to guess, such as a few unrelated words.",
    )
    .into())
}
