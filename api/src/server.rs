//! Puts the parts together, and runs them until it is told to stop.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use object_store::local::LocalFileSystem;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use crate::{
    clock::Clock,
    error::Error,
    graphql,
    http::{self, App},
    identity::Identity,
    jobs,
    rules::procedure::Procedure,
    secrets::{Keys, private_folder},
    store::{Store, content::Content},
};

/// The procedures that come with the program: key, file, text.
pub const PROCEDURES: &[(&str, &str, &str)] = &[
    ("wij30", "wij30.toml", include_str!("../procedures/wij30.toml")),
    ("izw-arbeidscoaching", "izw-arbeidscoaching.toml", include_str!("../procedures/izw-arbeidscoaching.toml")),
    ("awb-9", "awb-9.toml", include_str!("../procedures/awb-9.toml")),
];

/// Where to keep things and how to be reached.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Folder for keys, documents and the embedded database.
    pub data: PathBuf,
    /// PostgreSQL in place of the embedded database.
    pub database_url: Option<String>,
    /// The largest document, in bytes.
    pub max_upload: u64,
    /// The clock.
    pub clock: Clock,
    /// Whether to serve a page to try queries on.
    pub graphiql: bool,
}

/// The parts, without the server.
pub struct Parts {
    /// The store.
    pub store: Store,
    /// Log-in and tokens.
    pub identity: Arc<Identity>,
}

/// Makes what is missing in the data folder, and opens the database.
///
/// # Errors
/// When the folder or the database cannot be used.
pub async fn open(settings: &Settings) -> Result<Parts, Error> {
    let at = |error| Error::File(settings.data.display().to_string(), error);
    private_folder(&settings.data)?;
    let data = settings.data.canonicalize().map_err(at)?;
    let folder_of_keys = data.join("keys");
    let keys = Arc::new(Keys::in_folder(&folder_of_keys)?);
    let documents = data.join("documents");
    private_folder(&documents)?;
    let folder = LocalFileSystem::new_with_prefix(&documents)?.with_fsync(true).with_automatic_cleanup(false);
    let content = Content::new(Arc::new(folder), Arc::clone(&keys), settings.max_upload);
    let url = settings.database_url.clone().unwrap_or_else(|| format!("sqlite://{}", data.join("inzage.db").display()));
    for (_, file, text) in PROCEDURES {
        Procedure::read(file, text)?;
    }
    let store = Store::connect(&url, settings.clock.clone(), Arc::clone(&keys), content).await?;
    if let Err(error) = store.system().check_procedures().await {
        store.close().await;
        return Err(error);
    }
    if !Keys::open_content(&folder_of_keys) && store.system().keeps_content().await? {
        store.close().await;
        let folder = folder_of_keys.display();
        return Err(Error::Settings(format!(
            "{folder}: the keys of documents that this database knows are missing; restore them from a back-up"
        )));
    }
    keys.keep(&folder_of_keys)?;
    let identity = Arc::new(Identity::new(store.system(), &keys, settings.clock.clone())?);
    Ok(Parts { store, identity })
}

/// A server that runs.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its parts.
    pub parts: Parts,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
    sweeping: JoinHandle<()>,
}

/// Starts serving.
///
/// # Errors
/// When the data folder, the database or the address cannot be used.
pub async fn start(settings: &Settings) -> Result<Running, Error> {
    let parts = open(settings).await?;
    let at = |error| Error::File(settings.listen.to_string(), error);
    let listener = TcpListener::bind(settings.listen).await.map_err(at)?;
    let address = listener.local_addr().map_err(at)?;
    let app =
        App { schema: graphql::schema(), identity: Arc::clone(&parts.identity), store: parts.store.clone(), graphiql: settings.graphiql };
    let (stop, stopped) = oneshot::channel::<()>();
    let serving =
        axum::serve(listener, http::router(app).into_make_service_with_connect_info::<SocketAddr>()).with_graceful_shutdown(async {
            // A sender that was dropped says the same as one that was used.
            let _told_or_dropped = stopped.await;
        });
    let sweeping = jobs::sweeper(parts.store.clone(), settings.data.join("documents"));
    Ok(Running { address, parts, stop, serving: tokio::spawn(serving.into_future()), sweeping })
}

impl Running {
    /// Stops: takes no new requests, finishes those at hand, and closes the database.
    pub async fn stop(self) {
        self.sweeping.abort();
        if self.stop.send(()).is_err() {
            tracing::debug!("the server had stopped already");
        }
        match self.serving.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(error = %error, "the server ended"),
            Err(error) => tracing::error!(error = %error, "the server was cut off"),
        }
        self.parts.store.close().await;
    }
}
