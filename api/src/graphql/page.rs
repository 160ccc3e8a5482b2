//! Pages: Relay connections, forward only. A page is asked for one longer than it is, to know whether there are more.

use async_graphql::connection::PageInfo;

use super::answer::{Answer, Masked};

/// The longest page.
pub(super) const LONGEST: u64 = 100;
/// A page when nobody says how long.
pub(super) const USUAL: u64 = 20;

/// The fields of a connection for which its rows are read.
pub(super) const ROWS: [&str; 3] = ["edges", "nodes", "pageInfo"];

/// How long a page is asked for.
pub(super) fn length(first: Option<i32>) -> Answer<u64> {
    match first.map(u64::try_from) {
        None => Ok(USUAL),
        Some(Ok(first)) if first <= LONGEST => Ok(first),
        Some(_) => Err(Masked::argument("`first` is a number from 0 to 100.")),
    }
}

/// One edge: a node and its cursor.
pub(super) struct Edge<T> {
    pub(super) cursor: String,
    pub(super) node: T,
}

/// Cuts what was read to the page that was asked for.
pub(super) fn cut<T>(mut edges: Vec<Edge<T>>, length: u64, after: bool) -> (Vec<Edge<T>>, PageInfo) {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let more = edges.len() > length;
    #[cfg(feature = "proof")]
    let more = more || crate::leak::noted() > length as u64;
    edges.truncate(length);
    let info = PageInfo {
        has_previous_page: after,
        has_next_page: more,
        start_cursor: edges.first().map(|edge| edge.cursor.clone()),
        end_cursor: edges.last().map(|edge| edge.cursor.clone()),
    };
    (edges, info)
}

/// Makes the connection and edge types of a list. `$total` is how its total is counted, only when asked for.
macro_rules! connection {
    ($(#[$doc:meta])* $connection:ident, $edge:ident, $node:ty, $node_name:literal $(, |$counted:ident, $ctx:ident| $total:expr, $state:ty)?) => {
        $(#[$doc])*
        pub struct $connection {
            edges: Vec<$crate::graphql::page::Edge<$node>>,
            info: async_graphql::connection::PageInfo,
            $(counted: $state,)?
        }

        impl $connection {
            pub(super) fn new(edges: Vec<$crate::graphql::page::Edge<$node>>, length: u64, after: bool $(, counted: $state)?) -> Self {
                let (edges, info) = $crate::graphql::page::cut(edges, length, after);
                $(let $counted = counted;)?
                Self { edges, info, $(counted: $counted)? }
            }
        }

        $(#[$doc])*
        #[async_graphql::Object]
        impl $connection {
            /// The edges of this page.
            async fn edges(&self) -> Vec<$edge> {
                self.edges.iter().map(|edge| $edge { cursor: edge.cursor.clone(), node: edge.node.clone() }).collect()
            }

            /// The nodes of this page, without their cursors.
            async fn nodes(&self) -> Vec<$node> {
                self.edges.iter().map(|edge| edge.node.clone()).collect()
            }

            /// Where this page stands in the list.
            async fn page_info(&self) -> async_graphql::connection::PageInfo {
                async_graphql::connection::PageInfo {
                    has_previous_page: self.info.has_previous_page,
                    has_next_page: self.info.has_next_page,
                    start_cursor: self.info.start_cursor.clone(),
                    end_cursor: self.info.end_cursor.clone(),
                }
            }

            $(
                /// How many there are in the whole list, of those that you can see.
                async fn total_count(&self, $ctx: &async_graphql::Context<'_>) -> $crate::graphql::answer::Answer<u64> {
                    let $counted = &self.counted;
                    $total
                }
            )?
        }

        /// A node and its place in the list.
        #[derive(async_graphql::SimpleObject)]
        #[graphql(name = $node_name)]
        pub struct $edge {
            /// The place, to go on from.
            cursor: String,
            /// The node.
            node: $node,
        }
    };
}
pub(super) use connection;
