"""The web pages of the office: server-rendered, Vietnamese, readable without JavaScript, nothing from elsewhere."""
