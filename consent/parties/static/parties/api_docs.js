// The API's description: starts Swagger UI with the browser's session and its CSRF token.
document.addEventListener("DOMContentLoaded", () => {
  const frame = document.getElementById("swagger-ui");
  SwaggerUIBundle({
    url: frame.dataset.schema,
    domNode: frame,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    deepLinking: true,
    validatorUrl: null,
    requestInterceptor: (request) => {
      if (request.method && request.method !== "GET") request.headers["X-CSRFToken"] = frame.dataset.csrf;
      return request;
    },
  });
});
