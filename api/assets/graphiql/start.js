// Starts GraphiQL on the page; React, ReactDOM and GraphiQL are globals that
// the scripts before this one define.
"use strict";

const defaultQuery = `# Most fields need a logged-in user.
# Run the logIn mutation first, then put
# the token in the Headers tab below:
#
#   {"Authorization": "Bearer …"}
#
# Nothing here outlives a page reload.

{
  viewer {
    person {
      name
    }
  }
}
`;

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
    defaultQuery,
    defaultEditorToolsVisibility: "headers",
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
    // No local storage: GraphiQL's query history would keep the bearer tokens
    // there (in spite of the line above) and the password of a logIn mutation.
    storage: null,
  }),
);
