//! One kept-alive HTTP connection with as little of its own as can be: on two cores a client's work takes from the server.

use std::{
    io::{Error, ErrorKind, Result},
    net::SocketAddr,
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

pub struct Wire {
    stream: TcpStream,
    received: Vec<u8>,
}

/// The bytes of a GraphQL request.
pub fn graphql(token: Option<&str>, query: &str, variables: &Value) -> Vec<u8> {
    let body = json!({ "query": query, "variables": variables }).to_string();
    let mut request = head("POST /graphql", token, "application/json", body.len() as u64);
    request.extend_from_slice(body.as_bytes());
    request
}

/// The head of a request.
pub fn head(line: &str, token: Option<&str>, media_type: &str, length: u64) -> Vec<u8> {
    let authorization = token.map(|token| format!("authorization: Bearer {token}\r\n")).unwrap_or_default();
    let head =
        format!("{line} HTTP/1.1\r\nhost: 127.0.0.1\r\n{authorization}content-type: {media_type}\r\ncontent-length: {length}\r\n\r\n");
    head.into_bytes()
}

impl Wire {
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, received: Vec::with_capacity(64 * 1024) })
    }

    pub async fn send(&mut self, bytes: &[u8]) -> Result<()> {
        self.stream.write_all(bytes).await
    }

    /// Sends a request, and gives status and body of the answer.
    pub async fn ask(&mut self, request: &[u8]) -> Result<(u16, Vec<u8>)> {
        self.send(request).await?;
        self.answer().await
    }

    pub async fn answer(&mut self) -> Result<(u16, Vec<u8>)> {
        let (status, length) = self.answer_head().await?;
        while self.received.len() < length {
            self.more().await?;
        }
        let rest = self.received.split_off(length);
        Ok((status, std::mem::replace(&mut self.received, rest)))
    }

    /// Reads the head of an answer: its status, and the length of the body that follows.
    pub async fn answer_head(&mut self) -> Result<(u16, usize)> {
        let end = loop {
            if let Some(at) = self.received.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await?;
        };
        let head: Vec<u8> = self.received.drain(..end).collect();
        let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:")).and_then(|length| length.trim().parse().ok());
        match (status, length) {
            (Some(status), Some(length)) => Ok((status, length)),
            _ => Err(Error::new(ErrorKind::InvalidData, format!("an answer without status or length: {head}"))),
        }
    }

    /// The next piece of a body of which `left` bytes are still to come.
    pub async fn piece(&mut self, left: usize) -> Result<Vec<u8>> {
        if self.received.is_empty() {
            self.more().await?;
        }
        let rest = self.received.split_off(left.min(self.received.len()));
        Ok(std::mem::replace(&mut self.received, rest))
    }

    async fn more(&mut self) -> Result<()> {
        if self.received.capacity() - self.received.len() < 16 * 1024 {
            self.received.reserve(64 * 1024);
        }
        match self.stream.read_buf(&mut self.received).await? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}
