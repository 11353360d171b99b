// The API's description, drawn by Swagger UI from the server's own document.
/** @type {any} */ (window).SwaggerUIBundle({ url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true });
