//! The loop of a socket whose messages ask for chats: reads messages, runs chats, looks after the connection.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::StreamExt as _;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::protocol::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::{Entry, FAREWELL, Heard, QUEUE_MESSAGES, Socket, TICK, closing, write};

/// Chats of one socket that run at one time.
const CHATS_MAX: usize = 256;

/// What a kind of socket makes of its messages.
pub(super) trait Protocol: Sized {
    /// What a chat leaves behind.
    type Left: Send + 'static;

    /// A message of the client's.
    fn message(&mut self, text: &str, lanes: &mut Lanes<Self::Left>) -> impl Future<Output = ()>;

    /// A chat is over; `None`: it was cancelled.
    fn ended(&mut self, name: &str, left: Option<Self::Left>, lanes: &mut Lanes<Self::Left>);
}

/// The chats of a socket, by the names that the client gave them.
pub(super) struct Lanes<L> {
    pub(super) entry: Arc<Entry>,
    /// To the client.
    pub(super) out: mpsc::Sender<Message>,
    running: HashMap<String, AbortHandle>,
    names: HashMap<tokio::task::Id, String>,
    tasks: JoinSet<L>,
}

impl<L: Send + 'static> Lanes<L> {
    pub(super) fn is_running(&self, name: &str) -> bool {
        self.running.contains_key(name)
    }

    pub(super) fn is_full(&self) -> bool {
        self.running.len() >= CHATS_MAX
    }

    /// Runs a chat. The caller has seen that there is room, and none of this name.
    pub(super) fn start(&mut self, name: &str, chat: impl Future<Output = L> + Send + 'static) {
        let handle = self.tasks.spawn(chat);
        self.names.insert(handle.id(), name.to_owned());
        self.running.insert(name.to_owned(), handle);
    }

    /// Ends a chat where it stands. Its upstream is closed, and it is billed for what has come.
    pub(super) fn cancel(&mut self, name: &str) -> bool {
        match self.running.get(name) {
            Some(handle) => {
                handle.abort();
                true
            }
            None => false,
        }
    }

    /// Says something to the client. Waits while the client takes nothing.
    pub(super) async fn say(&self, value: &serde_json::Value) {
        let _ = self.out.send(Message::text(value.to_string())).await;
    }
}

/// Serves a socket to its end.
pub(super) async fn run<P: Protocol>(socket: Socket, entry: Arc<Entry>, protocol: P) {
    let (sink, stream) = socket.split();
    let (out, queue) = mpsc::channel(QUEUE_MESSAGES);
    let lanes = Lanes { entry, out, running: HashMap::new(), names: HashMap::new(), tasks: JoinSet::new() };
    let mut writing = std::pin::pin!(write(sink, queue));
    tokio::select! {
        () = &mut writing => return,
        () = read(stream, lanes, protocol) => {}
    }
    // Reading is over and all chats are gone; what they said last still goes out.
    let _ = tokio::time::timeout(FAREWELL, writing).await;
}

async fn read<P: Protocol>(
    mut stream: impl futures_util::Stream<Item = Result<Message, Error>> + Unpin,
    mut lanes: Lanes<P::Left>,
    mut protocol: P,
) {
    let mut tick = tokio::time::interval(TICK);
    let mut heard = Heard::now();
    loop {
        let farewell = tokio::select! {
            message = stream.next() => {
                heard = Heard::now();
                match message {
                    Some(Ok(Message::Text(text))) => {
                        protocol.message(text.as_str(), &mut lanes).await;
                        None
                    }
                    Some(Ok(Message::Binary(_))) => Some(closing(CloseCode::Unsupported, "messages are text")),
                    Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => None,
                    Some(Err(Error::Capacity(_))) => Some(closing(CloseCode::Size, "the message is too large")),
                    // Tungstenite has answered the close frame, and there is nobody to talk to otherwise.
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                }
            }
            Some(joined) = lanes.tasks.join_next_with_id() => {
                let (id, left) = match joined {
                    Ok((id, left)) => (id, Some(left)),
                    Err(error) => (error.id(), None),
                };
                if let Some(name) = lanes.names.remove(&id) {
                    lanes.running.remove(&name);
                    protocol.ended(&name, left, &mut lanes);
                }
                None
            }
            _ = tick.tick() => look_after(&lanes, &mut heard),
        };
        let is_over = matches!(farewell, Some(Message::Close(_)));
        if let Some(message) = farewell {
            let _ = lanes.out.send(message).await;
        }
        if is_over {
            return;
        }
    }
}

/// What the state of things calls for: a ping, or a close frame.
fn look_after<L>(lanes: &Lanes<L>, heard: &mut Heard) -> Option<Message> {
    if !lanes.entry.is_welcome() {
        return Some(closing(CloseCode::Policy, "the API key is not valid"));
    }
    if lanes.entry.is_draining() && lanes.running.is_empty() {
        return Some(closing(CloseCode::Restart, "the gateway is about to end"));
    }
    // A client that waits for its answers has nothing to say; TCP tells when it is gone.
    if lanes.running.is_empty() { heard.next() } else { None }
}
